// How much a file asks for before it is decoded: what is refused, how long it may take, and for whom it waits.
import Basics
import Domain
import Programs
import Testing

@testable import Media

@Suite("What there is to decode")
struct DecodingWorkTests {
    private let processor = MediaProcessor(
        tools: MediaTools(vips: "", vipsheader: "", ffmpeg: "", ffprobe: ""),
        limits: MediaLimits()
    )

    private func film(codec: String = "vp9", frames: Int, seconds: Int = 60) throws -> FilmProbe {
        let json = """
            {"streams":[{"codec_type":"video","codec_name":"\(codec)","pix_fmt":"yuv420p","width":1920,"height":1080,
            "nb_frames":"\(frames)","avg_frame_rate":"30/1"},{"codec_type":"audio","codec_name":"aac"}],
            "format":{"duration":"\(seconds)"}}
            """
        return try #require(FilmProbe(try JSONValue.parse(Array(json.utf8))))
    }

    @Test("a film of too many pixels in all is refused before it is decoded, unless it need not be")
    func frames() throws {
        // 60,000 megapixels are 28,935 pictures of 1920 × 1080.
        try processor.check(try film(frames: 28_935))
        #expect(throws: MediaError.self) { try processor.check(try film(frames: 28_936)) }
        try processor.check(try film(codec: "h264", frames: 1_000_000))
    }

    @Test("the time a program has grows with the pixels, and has an end")
    func time() {
        let size = PixelSize(width: 1000, height: 1000)
        let seconds = [1, 80, 800, 1_000_000_000].map { DecodingWork(size, frames: $0).limits.processorSeconds }
        #expect(seconds == [60, 70, 160, 10_060])
        #expect(DecodingWork(sound: 500).limits.processorSeconds == 160)
        #expect(DecodingWork(sound: 500).limits.seconds == 60 + 160 * 3)
    }

    @Test("a short clip does not wait for another person's long film")
    func lanes() async throws {
        let long = processor.queue(processor.work(of: try film(frames: 20_000, seconds: 660)))
        let clip = processor.queue(processor.work(of: try film(frames: 300, seconds: 10)))
        #expect(long === processor.longFilms && clip === processor.shortFilms)
        #expect(
            processor.queue(DecodingWork(sound: 1000)) === clip && processor.queue(DecodingWork(sound: 1001)) === long
        )
        let (goesOn, end) = AsyncStream<Void>.makeStream()
        let running = Task { try await processor.turn(in: long, for: 1) { for await _ in goesOn {} } }
        let isDone = try await processor.turn(in: clip, for: 2) { true }
        #expect(isDone)
        end.finish()
        try await running.value
    }
}
