// What is refused before anything is sent, and in which words.
import Testing

@testable import Replay

@Suite("The options of a replay")
struct OptionTests {
    private func refusal(_ body: () throws -> Void) -> String {
        do {
            try body()
            return ""
        } catch {
            return "\(error)"
        }
    }

    @Test("of a plan name the flag that is wrong")
    func plan() {
        #expect(refusal { try PlanOptions(hours: 0, people: 9).validate() }.hasPrefix("--hours is 0.0:"))
        #expect(refusal { try PlanOptions(hours: 241, people: 9).validate() }.hasPrefix("--hours"))
        #expect(refusal { try PlanOptions(events: 0, people: 9).validate() }.hasPrefix("--events"))
        #expect(refusal { try PlanOptions(people: 1).validate() }.hasPrefix("--accounts is 1:"))
        #expect(refusal { try PlanOptions(people: 9).validate() }.isEmpty)
        for part in [-0.1, 1.5, .nan] {
            var options = PlanOptions(people: 9)
            options.pasted = part
            #expect(refusal { try options.validate() }.hasPrefix("--pasted is \(part):"))
        }
    }

    @Test(
        "refuse other machines unless they are allowed",
        arguments: ["http://chorus.example", "https://10.0.0.1:8080", "http://127.0.0.1.example", "http://1270.0.0.1"]
    )
    func remote(url: String) {
        var drive = DriveOptions(url: url)
        #expect(refusal { try drive.validate() }.contains("--allow-remote"))
        drive.allowsRemote = true
        #expect(refusal { try drive.validate() }.isEmpty)
    }

    @Test(
        "take this machine by any of its names",
        arguments: ["http://localhost:1", "http://127.8.8.8", "http://[::1]:8080/"]
    )
    func local(url: String) {
        #expect(refusal { try DriveOptions(url: url).validate() }.isEmpty)
    }

    @Test("refuse what is no address", arguments: ["", "localhost:8080", "ftp://localhost", "http://localhost/path"])
    func address(url: String) {
        #expect(refusal { try DriveOptions(url: url).validate() }.hasPrefix("--url"))
    }

    @Test("scale the weekend to a level's busiest hour")
    func levels() {
        let l1 = PlanOptions(level: .l1, hours: 24, people: 9)
        #expect(abs(l1.scale * ArrivalCurve.weekend.busiestHour / 3600 - 15) < 0.01)
        #expect(PlanOptions(level: .l3, people: 9).eventCount == 60_000)
        #expect(PlanOptions(level: .l4, people: 9).eventCount == 12_009_600)
        #expect(PlanOptions(events: 500, hours: 3, people: 9).eventCount == 500)
    }

    @Test("read tokens, and name the line that is wrong")
    func tokens() throws {
        let text = "# tokens\ncaller\t1\treplay_000001\taaa\nperson\t2\treplay_000002\tbbb\n"
        let cast = try Cast(text: text)
        #expect(cast.caller?.token == "aaa")
        #expect(cast.people.map(\.name) == ["replay_000002"])
        #expect(try Cast(text: cast.text) == cast)
        #expect(refusal { _ = try Cast(text: text + "person\tx\ty\tz\n") }.hasPrefix("Line 4 "))
        #expect(refusal { try cast.validate(for: PlanOptions(people: 2)) }.contains("1 people"))
    }
}
