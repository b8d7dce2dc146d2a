// The part of oneDNN that the network needs, over its versions 2 and 3.
#ifndef FID_CONEDNN_H
#define FID_CONEDNN_H

#endif
