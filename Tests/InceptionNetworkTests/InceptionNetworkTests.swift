// Tests of the room InceptionNetwork.

import Testing

@testable import InceptionNetwork
