// Inception v3 of 2015-12-05 as data: the network of the FID, layer by layer, as pytorch-fid defines it.
//
// It is not torchvision's: the average poolings do not count the padding, the last block pools by the maximum, there is no
// auxiliary classifier, and the classes are 1008. The names are those of the tensors in the published weights.

/// The layers, and what follows from them.
enum InceptionArchitecture {
    /// Pixels of an input: 299 × 299 × 3, between −1 and 1.
    static let input = Extent(299)
    static let inputChannels = 3

    /// Scores in the last layer.
    static let classes = 1008

    /// Added to a variance before its root in batch normalisation.
    static let normalisationEpsilon = 0.001

    static let stages: [Stage] = [
        Stage("Conv2d_1a_3x3", Branch(.convolution("", 32, Extent(3), stride: 2))),
        Stage("Conv2d_2a_3x3", Branch(.convolution("", 32, Extent(3)))),
        Stage("Conv2d_2b_3x3", Branch(.same("", 64, Extent(3)))),
        Stage("maxpool1", Branch(.halving())),
        Stage("Conv2d_3b_1x1", Branch(.convolution("", 80, Extent(1)))),
        Stage("Conv2d_4a_3x3", Branch(.convolution("", 192, Extent(3)))),
        Stage("maxpool2", Branch(.halving())),
        blockA("Mixed_5b", pooled: 32),
        blockA("Mixed_5c", pooled: 64),
        blockA("Mixed_5d", pooled: 64),
        blockB("Mixed_6a"),
        blockC("Mixed_6b", inner: 128),
        blockC("Mixed_6c", inner: 160),
        blockC("Mixed_6d", inner: 160),
        blockC("Mixed_6e", inner: 192),
        blockD("Mixed_7a"),
        blockE("Mixed_7b", pooling: .averagePooling),
        blockE("Mixed_7c", pooling: .maximumPooling),
    ]

    private static func blockA(_ name: String, pooled: Int) -> Stage {
        Stage(
            name,
            Branch(.same("branch1x1", 64, Extent(1))),
            Branch(.same("branch5x5_1", 48, Extent(1)), .same("branch5x5_2", 64, Extent(5))),
            Branch(
                .same("branch3x3dbl_1", 64, Extent(1)), .same("branch3x3dbl_2", 96, Extent(3)),
                .same("branch3x3dbl_3", 96, Extent(3))),
            Branch(.pooling(.averagePooling), .same("branch_pool", pooled, Extent(1))))
    }

    private static func blockB(_ name: String) -> Stage {
        Stage(
            name,
            Branch(.convolution("branch3x3", 384, Extent(3), stride: 2)),
            Branch(
                .same("branch3x3dbl_1", 64, Extent(1)), .same("branch3x3dbl_2", 96, Extent(3)),
                .convolution("branch3x3dbl_3", 96, Extent(3), stride: 2)),
            Branch(.halving("pool")))
    }

    private static func blockC(_ name: String, inner: Int) -> Stage {
        Stage(
            name,
            Branch(.same("branch1x1", 192, Extent(1))),
            Branch(
                .same("branch7x7_1", inner, Extent(1)), .same("branch7x7_2", inner, Extent(1, 7)),
                .same("branch7x7_3", 192, Extent(7, 1))),
            Branch(
                .same("branch7x7dbl_1", inner, Extent(1)), .same("branch7x7dbl_2", inner, Extent(7, 1)),
                .same("branch7x7dbl_3", inner, Extent(1, 7)), .same("branch7x7dbl_4", inner, Extent(7, 1)),
                .same("branch7x7dbl_5", 192, Extent(1, 7))),
            Branch(.pooling(.averagePooling), .same("branch_pool", 192, Extent(1))))
    }

    private static func blockD(_ name: String) -> Stage {
        Stage(
            name,
            Branch(.same("branch3x3_1", 192, Extent(1)), .convolution("branch3x3_2", 320, Extent(3), stride: 2)),
            Branch(
                .same("branch7x7x3_1", 192, Extent(1)), .same("branch7x7x3_2", 192, Extent(1, 7)),
                .same("branch7x7x3_3", 192, Extent(7, 1)), .convolution("branch7x7x3_4", 192, Extent(3), stride: 2)),
            Branch(.halving("pool")))
    }

    private static func blockE(_ name: String, pooling: Layer.Operation) -> Stage {
        Stage(
            name,
            Branch(.same("branch1x1", 320, Extent(1))),
            Branch(
                .same("branch3x3_1", 384, Extent(1)),
                splits: [.same("branch3x3_2a", 384, Extent(1, 3)), .same("branch3x3_2b", 384, Extent(3, 1))]),
            Branch(
                .same("branch3x3dbl_1", 448, Extent(1)), .same("branch3x3dbl_2", 384, Extent(3)),
                splits: [.same("branch3x3dbl_3a", 384, Extent(1, 3)), .same("branch3x3dbl_3b", 384, Extent(3, 1))]),
            Branch(.pooling(pooling), .same("branch_pool", 192, Extent(1))))
    }
}
