"""Tools and instructions for agents."""
