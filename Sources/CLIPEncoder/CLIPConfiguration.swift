// What the tensors do not tell, from the configuration that lies beside a published file: the activation and the heads.

import Foundation
import Localization

/// `config.json` of transformers or `open_clip_config.json` of open_clip, as far as it concerns the image encoder.
public struct CLIPConfiguration: Sendable, Equatable {
    /// The configuration's own file.
    public let path: String
    public let activation: CLIPActivation
    /// Heads of the attention, where they are told.
    public let heads: Int?

    /// Sees to it that the heads are those that fid takes for granted in an encoder of this width.
    ///
    /// - Throws: ``CLIPEncoderError/otherHeads(file:heads:width:)``.
    public func check(_ description: CLIPDescription) throws(CLIPEncoderError) {
        guard let heads, heads != description.architecture.heads else { return }
        throw .otherHeads(file: path, heads: heads, width: description.architecture.width)
    }

    /// The configuration beside a file of weights; nil where there is none, or where it is that of something else.
    ///
    /// - Throws: ``CLIPEncoderError/damagedConfiguration(file:)``, ``CLIPEncoderError/unknownActivation(file:name:)``.
    public static func beside(_ file: String) throws(CLIPEncoderError) -> CLIPConfiguration? {
        let folder = file.lastIndex(of: "/").map { String(file[...$0]) } ?? ""
        for (name, read) in [("open_clip_config.json", openCLIP), ("config.json", transformers)] {
            let path = folder + name
            guard let data = try? Data(contentsOf: URL(fileURLWithPath: path)) else { continue }
            guard let object = (try? JSONSerialization.jsonObject(with: data)) as? [String: Any] else {
                throw .damagedConfiguration(file: path)
            }
            if let found = try read(path, object) { return found }
        }
        return nil
    }

    private static func openCLIP(_ path: String, _ object: [String: Any]) throws(CLIPEncoderError) -> CLIPConfiguration? {
        guard let model = object["model_cfg"] as? [String: Any] else { return nil }
        let vision = model["vision_cfg"] as? [String: Any]
        let headWidth = vision?["head_width"] as? Int ?? CLIPArchitecture.headWidth
        let heads = (vision?["width"] as? Int).flatMap { headWidth > 0 ? $0 / headWidth : nil }
        // What is not said there is `False` in open_clip.
        return CLIPConfiguration(path: path, activation: model["quick_gelu"] as? Bool == true ? .quick : .exact, heads: heads)
    }

    private static func transformers(_ path: String, _ object: [String: Any]) throws(CLIPEncoderError) -> CLIPConfiguration? {
        guard let kind = object["model_type"] as? String, kind.hasPrefix("clip") else { return nil }
        let vision = object["vision_config"] as? [String: Any] ?? object
        // The default of `CLIPVisionConfig`; it may be left out.
        let name = vision["hidden_act"] as? String ?? "quick_gelu"
        let activation: CLIPActivation
        switch name {
        case "quick_gelu": activation = .quick
        case "gelu": activation = .exact
        default: throw .unknownActivation(file: path, name: name)
        }
        return CLIPConfiguration(path: path, activation: activation, heads: vision["num_attention_heads"] as? Int)
    }
}
