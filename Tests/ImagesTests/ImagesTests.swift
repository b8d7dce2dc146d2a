// Tests of the room Images.

import Testing

@testable import Images
