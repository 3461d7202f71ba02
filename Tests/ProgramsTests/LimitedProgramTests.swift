// Programs beside this one: what they may use, and whose fault it is when they end badly.
import Foundation
import Testing

@testable import Programs

@Suite("limited programs")
struct LimitedProgramTests {
    private static let limits = ProgramLimits(seconds: 30, fileBytes: 1 << 20)

    private static func shell(_ script: String, _ limits: ProgramLimits = Self.limits) async throws -> [UInt8] {
        try await LimitedProgram.run("/bin/sh", ["-c", script], limits)
    }

    @Test("a program reads its input and prints, in its folder, without our environment")
    func runs() async throws {
        let upper = try await LimitedProgram.run("/usr/bin/tr", ["a-z", "A-Z"], input: Array("loud".utf8), Self.limits)
        #expect(String(decoding: upper, as: UTF8.self) == "LOUD")
        let told = try await LimitedProgram.run("/bin/sh", ["-c", "pwd; env"], in: "/usr", Self.limits)
        #expect(told.starts(with: Array("/usr\n".utf8)))
        #expect(!String(decoding: told, as: UTF8.self).contains("CHORUS"))
    }

    @Test("what a program refuses, or crashes on, is its input's fault", arguments: ["exit 3", "kill -SEGV $$"])
    func refused(_ script: String) async {
        do {
            _ = try await Self.shell("echo 'not a picture' >&2; \(script)")
            Issue.record("It went well")
        } catch ProgramFailure.refused(_, let said) {
            #expect(said.contains("not a picture"))
        } catch { Issue.record("\(error)") }
    }

    @Test(
        "what has nothing to do with the input is not its fault",
        arguments: ["kill -9 $$", "echo 'x: No space left on device' >&2; exit 1", "exec /no/such/program"]
    )
    func unavailable(_ script: String) async {
        await expectUnavailable { try await Self.shell(script) }
    }

    @Test("neither is a missing program, nor a missing folder, nor a wait for something")
    func missing() async {
        await expectUnavailable { try await LimitedProgram.run("/no/vips", [], Self.limits) }
        await expectUnavailable { try await LimitedProgram.run("/bin/true", [], in: "/no/folder", Self.limits) }
        await expectUnavailable { try await Self.shell("exec sleep 60", ProgramLimits(seconds: 1, fileBytes: 1 << 20)) }
    }

    @Test(
        "what needs too much of the processor or the disk has exceeded its limits",
        arguments: ["while :; do :; done", "trap : XCPU; while :; do :; done", "exec yes"]
    )
    func exceeded(_ script: String) async {
        let limits = ProgramLimits(seconds: 60, processorSeconds: 1, fileBytes: 1 << 20)
        await #expect(throws: ProgramFailure.exceeded) { _ = try await Self.shell(script, limits) }
    }

    @Test("a program that catches signals says so by 255: long at work it had too much to do, else somebody ended it")
    func caughtSignals() {
        let limits = ProgramLimits(seconds: 100, processorSeconds: 20, fileBytes: 1)
        func end(after seconds: Int) -> ProgramFailure {
            ProgramEnd(program: "ffmpeg", status: 255, isSignal: false, said: "", seconds: seconds).failure(limits)
        }
        #expect(end(after: 21) == .exceeded)
        #expect(end(after: 0) == .unavailable("ffmpeg was ended from outside"))
    }

    @Test("what a program says comes into the log as one short line")
    func complaint() {
        let said = "\u{1B}[31mline\nline\r" + String(repeating: "x", count: 5000)
        let end = ProgramEnd(program: "vips", status: 1, isSignal: false, said: said, seconds: 0)
        guard case .refused(1, let line) = end.failure(Self.limits) else {
            Issue.record("It was not refused")
            return
        }
        #expect(line.count <= 300 && line.unicodeScalars.allSatisfy { $0.value >= 0x20 })
    }

    #if os(Linux)
    @Test("programs end with this process")
    func tied() { #expect(LimitedProgram.endsWithThisProcess) }
    #endif

    private func expectUnavailable(_ body: () async throws -> [UInt8]) async {
        do {
            _ = try await body()
            Issue.record("It went well")
        } catch ProgramFailure.unavailable(let reason) {
            #expect(!reason.isEmpty)
        } catch { Issue.record("\(error)") }
    }
}
