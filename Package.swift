// swift-tools-version:6.2
// The package `fid`: libraries from exact arithmetic up to feature files, and one command over them.
// Imports run downwards only, in the order in which the targets stand here.

import PackageDescription

let package = Package(
    name: "fid",
    products: [
        .executable(name: "fid", targets: ["fid"]),
        .library(name: "Localization", targets: ["Localization"]),
        .library(name: "ExactArithmetic", targets: ["ExactArithmetic"]),
        .library(name: "LinearAlgebra", targets: ["LinearAlgebra"]),
        .library(name: "GenerativeMetrics", targets: ["GenerativeMetrics"]),
        .library(name: "FeatureFiles", targets: ["FeatureFiles"]),
        .library(name: "Images", targets: ["Images"]),
        .library(name: "NetworkWeights", targets: ["NetworkWeights"]),
        .library(name: "Downloads", targets: ["Downloads"]),
        .library(name: "InceptionNetwork", targets: ["InceptionNetwork"]),
        .library(name: "CLIPEncoder", targets: ["CLIPEncoder"]),
        .library(name: "Typesetting", targets: ["Typesetting"]),
        .library(name: "Derivations", targets: ["Derivations"]),
        .library(name: "Worksheets", targets: ["Worksheets"]),
        .library(name: "Lessons", targets: ["Lessons"]),
        .library(name: "Checking", targets: ["Checking"]),
        .library(name: "Classroom", targets: ["Classroom"]),
    ],
    traits: [
        .default(enabledTraits: ["Inception"]),
        .trait(name: "Inception", description: "Inception v3 over oneDNN: features of pictures, not only of files"),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-numerics", from: "1.1.1"),
        .package(url: "https://github.com/attaswift/BigInt", from: "6.0.1"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    ],
    targets: [
        // The C libraries, found through pkg-config.
        .systemLibrary(
            name: "COpenBLAS",
            pkgConfig: "openblas",
            providers: [.apt(["libopenblas-dev"]), .brew(["openblas"])]
        ),
        .systemLibrary(
            name: "CLAPACKE",
            pkgConfig: "lapacke",
            providers: [.apt(["liblapacke-dev"]), .brew(["lapack"])]
        ),
        .systemLibrary(
            name: "CZlib",
            pkgConfig: "zlib",
            providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]
        ),
        .systemLibrary(
            name: "CCMarkGFM",
            pkgConfig: "libcmark-gfm",
            providers: [.apt(["libcmark-gfm-dev", "libcmark-gfm-extensions-dev"]), .brew(["cmark-gfm"])]
        ),
        .systemLibrary(
            name: "CLineEditing",
            pkgConfig: "libedit",
            providers: [.apt(["libedit-dev"]), .brew(["libedit"])]
        ),
        .systemLibrary(
            name: "CLibCrypto",
            pkgConfig: "libcrypto",
            providers: [.apt(["libssl-dev"]), .brew(["openssl"])]
        ),
        .systemLibrary(
            name: "CTurboJPEG",
            pkgConfig: "libturbojpeg",
            providers: [.apt(["libturbojpeg0-dev"]), .brew(["jpeg-turbo"])]
        ),
        .systemLibrary(
            name: "CPNG",
            pkgConfig: "libpng",
            providers: [.apt(["libpng-dev"]), .brew(["libpng"])]
        ),

        // The rooms.
        .target(name: "Localization"),
        .target(
            name: "ExactArithmetic",
            dependencies: ["BigInt", .product(name: "RealModule", package: "swift-numerics")]
        ),
        .target(
            name: "LinearAlgebra",
            dependencies: [
                "Localization", "ExactArithmetic", "BigInt", "COpenBLAS", "CLAPACKE",
                .product(name: "RealModule", package: "swift-numerics"),
            ]
        ),
        .target(
            name: "GenerativeMetrics",
            dependencies: ["Localization", "LinearAlgebra", "ExactArithmetic", "COpenBLAS"]
        ),
        .target(
            name: "FeatureFiles",
            dependencies: ["Localization", "ExactArithmetic", "LinearAlgebra", "CZlib", "CLibCrypto"]
        ),
        // Pictures: their files, the weights of networks, and the networks.
        .target(name: "CImageCodecs", dependencies: ["CTurboJPEG", "CPNG"]),
        .target(name: "Images", dependencies: ["Localization", "GenerativeMetrics", "FeatureFiles", "CImageCodecs"]),
        .target(name: "NetworkWeights", dependencies: ["Localization", "FeatureFiles"]),
        // Only its headers are needed to build; CHTTP.h says why.
        .target(name: "CHTTP", linkerSettings: [.linkedLibrary("dl", .when(platforms: [.linux]))]),
        .target(name: "Downloads", dependencies: ["Localization", "FeatureFiles", "CHTTP"]),
        // oneDNN has no pkg-config file; its headers are enough, for the library is opened when it is needed.
        .target(name: "COneDNN", cSettings: [.define("FID_INCEPTION", .when(traits: ["Inception"]))]),
        .target(
            name: "InceptionNetwork",
            dependencies: [
                "Localization", "LinearAlgebra", "Images", "NetworkWeights",
                .target(name: "COneDNN", condition: .when(traits: ["Inception"])),
            ]
        ),
        .target(
            name: "CLIPEncoder",
            dependencies: ["Localization", "FeatureFiles", "LinearAlgebra", "Images", "NetworkWeights", "COpenBLAS"]
        ),
        .target(
            name: "Typesetting",
            dependencies: ["Localization", "ExactArithmetic", "LinearAlgebra", "BigInt"]
        ),
        .target(
            name: "Derivations",
            dependencies: ["Localization", "ExactArithmetic", "LinearAlgebra", "GenerativeMetrics", "Typesetting"]
        ),
        .target(
            name: "Worksheets",
            dependencies: [
                "Localization", "ExactArithmetic", "LinearAlgebra", "GenerativeMetrics", "FeatureFiles",
                .product(name: "RealModule", package: "swift-numerics"),
            ]
        ),
        .target(
            name: "Lessons",
            dependencies: [
                "Localization", "LinearAlgebra", "GenerativeMetrics", "Typesetting", "Worksheets", "Yams", "CCMarkGFM",
            ]
        ),
        .target(
            name: "Checking",
            dependencies: [
                "Localization", "ExactArithmetic", "LinearAlgebra", "Worksheets", "Yams",
                .product(name: "RealModule", package: "swift-numerics"),
            ]
        ),
        .target(
            name: "Classroom",
            dependencies: [
                "Localization", "ExactArithmetic", "LinearAlgebra", "FeatureFiles", "Typesetting", "Worksheets", "Lessons",
                "Checking",
            ]
        ),
        .executableTarget(
            name: "fid",
            dependencies: [
                "Localization", "ExactArithmetic", "LinearAlgebra", "GenerativeMetrics", "FeatureFiles", "Typesetting",
                "Derivations", "Worksheets", "Lessons", "Checking", "Classroom", "CLineEditing",
                "Images", "NetworkWeights", "Downloads", "InceptionNetwork", "CLIPEncoder",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]
        ),

        .target(name: "CPseudoTerminal", path: "Tests/CPseudoTerminal"),
        .target(
            name: "TestSupport",
            dependencies: [
                "Localization", "ExactArithmetic", "LinearAlgebra", "NetworkWeights", "CZlib", "CPseudoTerminal",
            ],
            path: "Tests/TestSupport"),
        .testTarget(name: "LocalizationTests", dependencies: ["Localization"]),
        .testTarget(name: "ExactArithmeticTests", dependencies: ["ExactArithmetic", "BigInt", "TestSupport"]),
        .testTarget(name: "LinearAlgebraTests", dependencies: ["LinearAlgebra", "ExactArithmetic", "TestSupport"]),
        .testTarget(
            name: "GenerativeMetricsTests",
            dependencies: [
                "GenerativeMetrics", "LinearAlgebra", "ExactArithmetic", "FeatureFiles", "COpenBLAS", "TestSupport",
            ]
        ),
        .testTarget(name: "FeatureFilesTests", dependencies: ["FeatureFiles", "LinearAlgebra", "CZlib", "TestSupport"]),
        .testTarget(
            name: "ImagesTests",
            dependencies: ["Images", "GenerativeMetrics", "FeatureFiles", "Localization", "TestSupport"],
            exclude: ["Fixtures"]),
        .testTarget(
            name: "NetworkWeightsTests", dependencies: ["NetworkWeights", "FeatureFiles", "Localization", "TestSupport"]),
        .testTarget(name: "DownloadsTests", dependencies: ["Downloads", "FeatureFiles", "Localization", "TestSupport"]),
        .testTarget(
            name: "InceptionNetworkTests",
            dependencies: [
                "InceptionNetwork", "Images", "NetworkWeights", "FeatureFiles", "GenerativeMetrics", "Worksheets",
                "LinearAlgebra", "TestSupport",
            ]),
        .testTarget(
            name: "CLIPEncoderTests",
            dependencies: [
                "CLIPEncoder", "Images", "NetworkWeights", "LinearAlgebra", "Localization", "COpenBLAS", "TestSupport",
            ],
            exclude: ["Fixtures"]
        ),
        .testTarget(name: "TypesettingTests", dependencies: ["Typesetting", "ExactArithmetic", "LinearAlgebra"]),
        .testTarget(
            name: "DerivationsTests", dependencies: ["Derivations", "GenerativeMetrics", "LinearAlgebra", "ExactArithmetic"]),
        .testTarget(name: "WorksheetsTests", dependencies: ["Worksheets", "ExactArithmetic", "LinearAlgebra", "TestSupport"]),
        .testTarget(name: "LessonsTests", dependencies: ["Lessons", "Localization", "Typesetting", "Worksheets", "TestSupport"]),
        .testTarget(name: "CheckingTests", dependencies: ["Checking", "Worksheets", "ExactArithmetic", "TestSupport"]),
        .testTarget(
            name: "CommandTests",
            dependencies: [
                "fid", "TestSupport", "Typesetting", "Checking", "FeatureFiles", "Images", "InceptionNetwork", "CLIPEncoder",
                "LinearAlgebra", "Localization", "NetworkWeights",
            ]),
        .testTarget(
            name: "ClassroomTests",
            dependencies: ["Classroom", "Localization", "Checking", "Typesetting", "Worksheets", "TestSupport"]),
    ],
    swiftLanguageModes: [.v6]
)
