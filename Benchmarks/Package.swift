// swift-tools-version:6.2
// The benchmarks: a package of its own, so that nothing of it weighs on those who use the libraries.

import PackageDescription

let package = Package(
    name: "fid-benchmarks",
    dependencies: [
        .package(name: "fid", path: ".."),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    ],
    targets: [
        .executableTarget(
            name: "fid-bench",
            dependencies: [
                .product(name: "LinearAlgebra", package: "fid"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]
        )
    ],
    swiftLanguageModes: [.v6]
)
