// Tests of the room CLIPEncoder.

import Testing

@testable import CLIPEncoder
