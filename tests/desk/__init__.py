"""The desk: acts, who may do them, and what they keep."""
