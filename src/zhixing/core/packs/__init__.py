"""Study packs (学习包, 送学包): what one reads, hears and answers without a network, and what comes back of it."""
