// The image encoders of CLIP: vision transformers over the matrix kernels.
