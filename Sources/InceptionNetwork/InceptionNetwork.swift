// Inception v3 of 2015-12-05, the network of the FID.
