"""The register of prominent problems (突出问题清单): what stands out, where, how far it has come, what shows it."""
