"""A run over files: inputs, discovery, pipeline, suppressions, baseline, writing."""
