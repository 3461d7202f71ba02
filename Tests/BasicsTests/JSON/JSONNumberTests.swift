// Numbers with a few digits after the point.
import Basics
import Testing

@Suite("Rounded numbers")
struct JSONNumberTests {
    @Test(
        "are written short",
        arguments: [
            (0, "0"), (4.2, "4.2"), (4.0006, "4.001"), (-0.5, "-0.5"), (-0.0001, "0"), (0.05, "0.05"), (12.999_9, "13"),
            (2e9, "2000000000"), (1e300, "9223372036854775807"), (.infinity, "null"), (.nan, "null"),
        ] as [(Double, String)]
    )
    func short(_ value: Double, _ text: String) {
        var json = JSONWriter()
        json.number(value, decimals: 3)
        #expect(String(decoding: json.bytes, as: UTF8.self) == text)
    }
}
