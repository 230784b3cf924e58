"""The register of processing, and erasing words by two persons."""
