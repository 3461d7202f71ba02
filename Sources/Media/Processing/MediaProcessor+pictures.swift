// Pictures, by libvips.

internal import Basics
public import Domain
internal import Programs

/// What libvips says of a picture before it decodes any of it.
struct PictureHeader: Sendable, Equatable {
    /// As it is looked at: turned where the picture says so.
    var size: PixelSize
    var hasAlpha: Bool
    /// Whether it says by a profile what its numbers mean.
    var hasProfile: Bool
    /// Whether it says by code points that they are of Display P3, which libvips does not read. All others are of sRGB.
    var isDisplayP3 = false
}

extension MediaProcessor {
    static let pictureLimits = ProgramLimits(seconds: 60, processorSeconds: 20, fileBytes: 64 << 20)

    /// Where a picture can be read: a JPEG without its end mark gets one, as browsers show it too.
    func whole(_ path: String, in folder: String) throws -> String {
        let end: [UInt8] = [0xFF, 0xD9]
        guard Files.prefix(of: path, 3) == [0xFF, 0xD8, 0xFF], let size = Files.size(of: path), size > 2,
            Files.bytes(of: path, from: size - 2, 2) != end
        else { return path }
        let whole = "\(folder)/whole.jpg"
        try Files.replace(whole, with: Files.prefix(of: path, size) + end)
        return whole
    }

    /// Reads the header alone, and refuses what would take too much to decode.
    func header(_ path: String, in folder: String) async throws -> PictureHeader {
        let said = try await run(tools.vipsheader, ["-a", path], reading: path, in: folder, Self.pictureLimits)
        // The first lines are libvips' own; what the file says of itself comes later and must not replace them.
        var fields: [Substring: Substring] = [:]
        for line in String(decoding: said, as: UTF8.self).split(separator: "\n") {
            guard let colon = line.firstIndex(of: ":") else { continue }
            let name = line[..<colon]
            if fields[name] == nil { fields[name] = line[line.index(after: colon)...].drop { $0 == " " } }
        }
        func number(_ name: Substring) -> Int? { fields[name].flatMap { Int($0) } }
        guard let width = number("width"), let height = number("height"), let bands = number("bands"),
            width > 0, height > 0
        else { throw MediaError.broken }
        var size = PixelSize(width: width, height: height)
        guard size.pixels <= limits.imagePixels else {
            throw MediaError.unacceptable("File has too many pixels: \(text: size.words) images are not supported")
        }
        if let orientation = number("orientation"), (5...8).contains(orientation) {
            size = PixelSize(width: height, height: width)
        }
        // Four bands may be the inks of a press.
        let colours = ["cmyk": 4, "b-w": 1, "grey16": 1][fields["interpretation"] ?? ""] ?? 3
        let hasProfile = fields["icc-profile-data"] != nil
        return PictureHeader(
            size: size,
            hasAlpha: bands > colours,
            hasProfile: hasProfile,
            isDisplayP3: !hasProfile && FileFormat.isDisplayP3(heif: Files.prefix(of: path, 1 << 16))
        )
    }

    func picture(
        _ path: String,
        _ format: FileFormat,
        _ header: PictureHeader,
        in folder: String
    ) async throws -> MadeMedia {
        let suffix =
            switch format {
            case .png, .gif: "png"
            case .webp: "webp"
            default: header.hasAlpha ? "png" : "jpg"
            }
        let file = MadeFile(path: "\(folder)/original.\(suffix)", suffix: suffix)
        try await shrink(path, header, to: header.size.fitting(Self.originalPixels), file, quality: 90, in: folder)
        let made = try await self.header(file.path, in: folder)
        let small = try await preview(file.path, made, in: folder)
        return MadeMedia(
            kind: .image,
            file: file,
            preview: small.file,
            blurhash: small.blurhash,
            measures: MediaMeasures(size: made.size, previewSize: small.size)
        )
    }

    /// The small picture, its size, and its hash.
    func preview(_ path: String, _ header: PictureHeader, in folder: String) async throws -> (
        file: MadeFile, size: PixelSize, blurhash: String
    ) {
        let suffix = header.hasAlpha ? "webp" : "jpg"
        let file = MadeFile(path: "\(folder)/small.\(suffix)", suffix: suffix)
        try await shrink(path, header, to: header.size.fitting(Self.previewPixels), file, quality: 82, in: folder)
        let pixels = "\(folder)/pixels.ppm"
        let tiny = ["thumbnail", file.path, pixels, "32", "--height", "32", "--size", "down"]
        try await vips(tiny, reading: file.path, in: folder)
        guard let map = PixelMap(netpbm: Files.prefix(of: pixels, 1 << 16)) else {
            throw judgement(on: file.path, in: folder)
        }
        return (file, try await self.header(file.path, in: folder).size, Blurhash.encode(map))
    }

    /// Avatars and headers: cut to a size, and the same at rest where they move.
    public func profilePicture(
        _ path: String,
        _ format: FileFormat,
        _ box: PixelSize,
        for person: Int64,
        in folder: String
    ) async throws -> (file: MadeFile, still: MadeFile?) {
        guard format.isImage else { throw MediaError.unacceptable("File is not a picture") }
        return try await turn(in: pictures, for: person) {
            let path = try whole(path, in: folder)
            let header = try await self.header(path, in: folder)
            let stillSuffix = header.hasAlpha || format == .gif ? "png" : "jpg"
            let still = MadeFile(path: "\(folder)/still.\(stillSuffix)", suffix: stillSuffix)
            try await shrink(path, header, to: box, still, quality: 90, crop: true, in: folder)
            guard format == .gif, let moving = try movingPicture(path, format) else { return (still, nil) }
            try check(moving)
            let file = MadeFile(path: "\(folder)/moving.gif", suffix: "gif")
            try await shrink(moving: path, to: box, file, in: folder)
            return (file, still)
        }
    }

    /// A copy of a picture with at most so many pixels, and nothing of what it says of itself. A GIF that moves stays so.
    public func picture(
        _ path: String,
        _ format: FileFormat,
        pixels: Int,
        for person: Int64,
        in folder: String
    ) async throws -> MadeFile {
        guard format.isImage else { throw MediaError.unacceptable("File is not a picture") }
        return try await turn(in: pictures, for: person) {
            let path = try whole(path, in: folder)
            let header = try await self.header(path, in: folder)
            let box = header.size.fitting(pixels)
            if format == .gif, let moving = try movingPicture(path, format) {
                try check(moving)
                let file = MadeFile(path: "\(folder)/moving.gif", suffix: "gif")
                try await shrink(moving: path, to: box, file, in: folder)
                return file
            }
            let suffix = header.hasAlpha ? "webp" : "jpg"
            let file = MadeFile(path: "\(folder)/copy.\(suffix)", suffix: suffix)
            try await shrink(path, header, to: box, file, quality: 85, in: folder)
            return file
        }
    }

    private func shrink(moving path: String, to box: PixelSize, _ file: MadeFile, in folder: String) async throws {
        try await vips(
            [
                "thumbnail", path + "[n=-1]", file.path + "[strip]", String(box.width), "--height",
                String(box.height), "--size", "down", "--fail-on", "error",
            ],
            reading: path,
            in: folder
        )
        try strip(file)
    }

    /// Turned upright, in sRGB, without anything that the file said of itself.
    private func shrink(
        _ path: String,
        _ header: PictureHeader,
        to box: PixelSize,
        _ file: MadeFile,
        quality: Int,
        crop: Bool = false,
        in folder: String
    ) async throws {
        var options = file.suffix == "png" ? "[strip]" : "[strip,Q=\(quality)]"
        // Colours that were exact stay so; the first chunks, and a profile among them, are small.
        if file.suffix == "webp", FileFormat.isLossless(webp: Files.prefix(of: path, 1 << 20)) {
            options = "[strip,lossless]"
        }
        let arguments =
            [
                "thumbnail", path, file.path + options, String(box.width), "--height", String(box.height), "--fail-on",
                "error",
            ] + (crop ? ["--crop", "centre"] : ["--size", "down"])
        do {
            // Without a profile of its own a picture would be taken for another, and its blue become violet.
            let profile =
                header.hasProfile
                ? ["--export-profile", "srgb"]
                : header.isDisplayP3 ? ["--import-profile", "p3", "--export-profile", "srgb"] : []
            try await vips(arguments + profile, reading: path, in: folder)
        } catch let error as MediaError where error == .broken && header.hasProfile {
            // A profile that does not fit the picture, such as one of colours on greys, counts for nothing.
            try await vips(arguments, reading: path, in: folder)
        }
        if file.suffix == "webp" { try strip(file) }
    }

    /// libvips 8.14 leaves in a WebP file all that it is told to leave out.
    private func strip(_ file: MadeFile) throws {
        guard let size = Files.size(of: file.path),
            let bare = PictureMetadata.stripped(Files.prefix(of: file.path, size))
        else { throw MediaError.storage("A processed picture cannot be read again") }
        try Files.replace(file.path, with: bare)
    }

    private func vips(_ arguments: [String], reading path: String, in folder: String) async throws {
        _ = try await run(tools.vips, arguments, reading: path, in: folder, Self.pictureLimits)
    }
}

extension PixelSize {
    /// The same shape with at most `pixels`.
    func fitting(_ most: Int) -> PixelSize {
        guard pixels > most else { return self }
        let scale = (Double(most) / Double(pixels)).squareRoot()
        return PixelSize(
            width: max(1, Int((Double(width) * scale).rounded(.down))),
            height: max(1, Int((Double(height) * scale).rounded(.down)))
        )
    }
}
