// Encoded pictures to RGB: the format is told by the first bytes, the size is checked before memory is taken.

import CImageCodecs
import FeatureFiles

/// Decodes JPEG and PNG to the bytes that Pillow's `Image.open(file).convert("RGB")` gives.
///
/// JPEG by TurboJPEG: baseline and progressive, any subsampling, grey, CMYK and YCCK; PNG by libpng: any depth and colour,
/// interlaced or not. The orientation of an EXIF block, gamma and colour profiles are ignored, alpha is dropped.
public enum ImageDecoder {
    /// Decodes a file.
    ///
    /// - Throws: ``ImageError``.
    public static func decode(fileAt path: String, limits: ImageLimits = ImageLimits()) throws(ImageError) -> DecodedImage {
        try decode(bytes(ofFileAt: path, limit: limits.bytes), name: path, limits: limits)
    }

    /// Decodes the bytes of a file.
    ///
    /// - Parameter name: how errors call the file; by its ending it is seen whether the name is that of another format.
    /// - Throws: ``ImageError``.
    public static func decode(
        _ bytes: [UInt8], name: String, limits: ImageLimits = ImageLimits()
    ) throws(ImageError) -> DecodedImage {
        guard !bytes.isEmpty else { throw .empty(file: name) }
        switch PictureFormat(start: Array(bytes.prefix(FileFormat.probeLength))) {
        case .foreign(let format): throw .unsupportedFormat(file: name, looksLike: format)
        case .decoded(let format):
            let picture = EncodedPicture(bytes: bytes, name: name, limits: limits)
            var (image, notes) = try format == .jpeg ? picture.decodeJPEG() : picture.decodePNG()
            if let ending = fileExtension(of: name), ImageFormat(extension: ending) != format {
                notes.insert(.misnamed(extension: ending, format: format), at: 0)
            }
            return DecodedImage(image: image, format: format, notes: notes)
        }
    }

    /// All bytes of a file.
    static func bytes(ofFileAt path: String, limit: Int) throws(ImageError) -> [UInt8] {
        do {
            let file = try InputFile(path: path)
            guard file.size <= limit else { throw ImageError.tooManyBytes(file: path, size: file.size, limit: limit) }
            return try file.bytes(at: 0, count: file.size)
        } catch {
            throw ImageError(error, file: path)
        }
    }
}

extension ImageError {
    /// What an error of reading means where pictures are read.
    init(_ error: any Error, file: String) {
        switch error {
        case let error as ImageError: self = error
        case FeatureFileError.notFound: self = isSymbolicLink(file) ? .danglingLink(file: file) : .notFound(file: file)
        case FeatureFileError.isDirectory: self = .isFolder(file: file)
        case let error as FeatureFileError: self = .reading(error)
        default: self = .reading(.unreadable(file: file, errorNumber: 0))
        }
    }
}

/// The bytes of a picture on their way through a library.
private struct EncodedPicture {
    let bytes: [UInt8]
    let name: String
    let limits: ImageLimits

    func decodeJPEG() throws(ImageError) -> (RGBImage, [ImageNote]) {
        let frame: JPEGFrame
        do {
            frame = try JPEGStructure.frame(of: bytes)
        } catch {
            switch error {
            case .endsEarly(let offset): throw .endsEarly(file: name, format: .jpeg, offset: offset)
            case .noFrame(let offset):
                throw .damaged(file: name, format: .jpeg, offset: offset, reason: "no frame header")
            }
        }
        if let variant = frame.unsupported { throw .unsupportedVariant(file: name, variant: variant) }
        try checkSize(frame.width, frame.height, .jpeg)
        var report = fid_codec_report()
        var status = FID_CODEC_DONE
        let samples = samples(frame.width, frame.height) { target in
            status = fid_jpeg_decode(
                bytes, bytes.count, Int32(frame.width), Int32(frame.height), frame.components == 4 ? 1 : 0, target, &report)
        }
        // TurboJPEG fills up what is missing and warns. Pillow calls the same file truncated, and so do we.
        let message = report.text
        if message != nil, status != FID_CODEC_NO_MEMORY, !JPEGStructure.hasEnd(bytes) { status = FID_CODEC_ENDED_EARLY }
        let image = try picture(frame.width, frame.height, samples, status, report, .jpeg)
        return (image, message.map { [.complaint(library: "libjpeg", message: $0)] } ?? [])
    }

    func decodePNG() throws(ImageError) -> (RGBImage, [ImageNote]) {
        var header = fid_png_header()
        var report = fid_codec_report()
        let status = fid_png_read_header(bytes, bytes.count, &header, &report)
        try check(status, 0, 0, report, .png)
        let (width, height) = (Int(header.width), Int(header.height))
        try checkSize(width, height, .png)
        var pixelStatus = FID_CODEC_DONE
        let samples = samples(width, height) { target in
            pixelStatus = fid_png_decode(bytes, bytes.count, header.width, header.height, target, &report)
        }
        let image = try picture(width, height, samples, pixelStatus, report, .png)
        var notes: [ImageNote] = []
        if header.has_alpha != 0 { notes.append(.transparencyDropped) }
        if header.is_wide_grey != 0 { notes.append(.wideGreyCutOff) }
        if let message = report.text { notes.append(.complaint(library: "libpng", message: message)) }
        return (image, notes)
    }

    private func checkSize(_ width: Int, _ height: Int, _ format: ImageFormat) throws(ImageError) {
        guard width > 0, height > 0 else {
            throw .damaged(file: name, format: format, offset: nil, reason: "\(width) × \(height) pixels")
        }
        // Both fit into 31 bits, so their product fits into 62.
        guard width * height <= limits.pixels else {
            throw .tooManyPixels(file: name, width: width, height: height, limit: limits.pixels)
        }
    }

    private func samples(_ width: Int, _ height: Int, _ fill: (UnsafeMutablePointer<UInt8>) -> Void) -> [UInt8] {
        let count = 3 * width * height
        return [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            buffer.initialize(repeating: 0)
            if let target = buffer.baseAddress { fill(target) }
            filled = count
        }
    }

    private func picture(
        _ width: Int, _ height: Int, _ samples: [UInt8], _ status: fid_codec_status, _ report: fid_codec_report,
        _ format: ImageFormat
    ) throws(ImageError) -> RGBImage {
        try check(status, width, height, report, format)
        guard let image = RGBImage(width: width, height: height, samples: samples) else {
            throw .damaged(file: name, format: format, offset: nil, reason: "\(width) × \(height) pixels")
        }
        return image
    }

    private func check(
        _ status: fid_codec_status, _ width: Int, _ height: Int, _ report: fid_codec_report, _ format: ImageFormat
    ) throws(ImageError) {
        switch status {
        case FID_CODEC_DONE: return
        case FID_CODEC_ENDED_EARLY: throw .endsEarly(file: name, format: format, offset: bytes.count)
        case FID_CODEC_NO_MEMORY: throw .notEnoughMemory(file: name, width: width, height: height)
        default:
            throw .damaged(
                file: name, format: format, offset: report.offset > 0 ? report.offset : nil, reason: report.text ?? "?")
        }
    }
}

extension fid_codec_report {
    /// The message, or nothing where there is none.
    fileprivate var text: String? {
        withUnsafeBytes(of: message) { bytes in
            let text = String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            return text.isEmpty ? nil : printable(text, limit: 200)
        }
    }
}
