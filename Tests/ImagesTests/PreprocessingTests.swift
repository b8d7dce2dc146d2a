// The last step before the network, and the presets that set all steps together.

import GenerativeMetrics
import Images
import TestSupport
import Testing

@Suite struct PreprocessingTests {
    @Test(
        arguments: [
            (InputScaling.twiceMinusOne, 1, [0, 0.5, 1], [-1, 0, 1]),
            (.twiceMinusOne, 255, [0, 127.5, 255], [-1, 0, 1]),
            (.centredAt128, 255, [0, 128, 255], [-1, 0, 0.9921875]),
            (.centredAt128, 1, [0, 0.5, 1], [-1, -0.00390625, 0.9921875]),
            (.clip, 255, [0, 127.5, 255], [-1.7922626, 0.16139335, 2.1458970]),
        ] as [(InputScaling, Float, [Float], [Float])])
    func `samples are scaled`(scaling: InputScaling, fullScale: Float, samples: [Float], expected: [Float]) {
        var samples = samples
        samples.withUnsafeMutableBufferPointer { scaling.apply(to: $0, fullScale: fullScale) }
        for (value, wanted) in zip(samples, expected) { #expect(abs(value - wanted) <= 3e-7) }
    }

    @Test func `a scaled picture is a new one`() throws {
        let image = try Resizer(mode: .antialias, width: 1, height: 1).resize(
            #require(RGBImage(width: 1, height: 1, samples: [0, 128, 255])))
        #expect(InputScaling.centredAt128.scaled(image, fullScale: 255).samples == [-1, 0, 0.9921875])
        #expect(image.samples == [0, 128, 255])
    }

    @Test(arguments: Preset.allCases)
    func `a preset resizes and scales`(preset: Preset) throws {
        let picture = try Pictures.rule(83, 61)
        let resized = Resizer(inceptionMode: preset.resize).resize(picture)
        let expected = preset.scaling.scaled(resized, fullScale: preset.resize.fullScale)
        #expect(preset.preprocessing.prepare(picture) == expected)
        var batch = [Float](repeating: 7, count: 2 * resized.samples.count)
        batch.withUnsafeMutableBufferPointer { batch in
            preset.preprocessing.prepare(picture, into: UnsafeMutableBufferPointer(rebasing: batch[resized.samples.count...]))
        }
        #expect(Array(batch[resized.samples.count...]) == expected.samples)
        #expect(batch[..<resized.samples.count].allSatisfy { $0 == 7 })
        let range: ClosedRange<Float> = preset == .pytorchFID ? -1...1 : -1...0.9921875
        #expect(expected.samples.allSatisfy { range.contains($0) })
    }

    @Test func `each choice of a preset has a name`() throws {
        let names = Dictionary(
            uniqueKeysWithValues: Preset.allCases.map { preset in (preset.rawValue, preset.choices.map(\.identifier)) })
        #expect(
            names == [
                "pytorch-fid": ["pytorch-fid", "pytorch", "299x299", "none", "2x-1", "samplesMinusOne"],
                "clean-fid": ["clean-fid", "clean", "299x299", "none", "(x-128)/128", "samplesMinusOne"],
                "torch-fidelity": ["torch-fidelity", "tensorflow", "299x299", "none", "(x-128)/128", "samplesMinusOne"],
                "torchmetrics": ["torchmetrics", "antialias", "299x299", "none", "(x-128)/128", "samplesMinusOne"],
                "tf": ["tf", "tensorflow", "299x299", "none", "(x-128)/128", "samplesMinusOne"],
            ])
        let choices = Preset.torchmetrics.choices
        #expect(choices.map(\.kind) == [.preset, .resize, .size, .quantisation, .scaling, .divisor])
        #expect(choices.map(\.phrase.english).allSatisfy { !$0.isEmpty })
        #expect(choices.filter { $0.kind != .size }.allSatisfy { $0.phrase.english != $0.phrase.chinese })
        #expect(Preset.allCases.filter(\.searchesSubfolders) == [.cleanFID])
    }

    @Test func `a mode without a scaling takes that of its tools`() throws {
        let scalings = try ResizeMode.allCases.map { try Preprocessing(resize: $0).scaling }
        #expect(scalings == [.twiceMinusOne, .centredAt128, .centredAt128, .centredAt128, .centredAt128])
        let mixed = try Preprocessing(resize: .pytorch, scaling: .centredAt128, width: 1, height: 1)
        let white = try #require(RGBImage(width: 1, height: 1, samples: [255, 255, 255]))
        #expect(mixed.prepare(white).samples == [0.9921875, 0.9921875, 0.9921875])
    }

    @Test func `names are read in any case, and slips are mended`() throws {
        #expect(try Preset.named("PyTorch-FID") == .pytorchFID)
        #expect(try ResizeMode.named("Clean") == .clean)
        let folder = try TemporaryFolder()
        #expect(
            folder.sentence { try Preset.named("cleanfid") }
                == Sentence(
                    english:
                        "there is no preset “cleanfid”, did you mean clean-fid: choose one of pytorch-fid, clean-fid, torch-fidelity, torchmetrics, tf",
                    chinese: "没有名为“cleanfid”的预设，是否想写 clean-fid：可选 pytorch-fid、clean-fid、torch-fidelity、torchmetrics、tf"))
        #expect(
            folder.sentence { try ResizeMode.named("nearest") }
                == Sentence(
                    english: "there is no resizing “nearest”: choose one of pytorch, clean, tensorflow, antialias, pillow",
                    chinese: "没有名为“nearest”的缩放方式：可选 pytorch、clean、tensorflow、antialias、pillow"))
    }
}
