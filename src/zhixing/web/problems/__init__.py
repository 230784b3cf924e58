"""The register of prominent problems (问题清单)."""
