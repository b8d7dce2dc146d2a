// Tests of the room NetworkWeights.

import Testing

@testable import NetworkWeights
