// Codes by the tables of RFC 4226 and RFC 6238, and what people type in place of them.
import Basics
import TestSupport
import Testing

@testable import Services

@Suite("Codes of the second factor")
struct TimeCodeTests {
    private static let secret = Array("12345678901234567890".utf8)

    @Test("the vectors of RFC 6238, appendix B")
    func rfc6238() {
        let code = TimeCode(secret: TimeCodeTests.secret, digits: 8)
        for (seconds, expected) in [
            (59, "94287082"), (1_111_111_109, "07081804"), (1_111_111_111, "14050471"), (1_234_567_890, "89005924"),
            (2_000_000_000, "69279037"), (20_000_000_000, "65353130"),
        ] as [(Int64, String)] {
            #expect(code.code(at: TimeCode.step(at: Timestamp(seconds: seconds))) == expected)
        }
    }

    @Test("the vectors of RFC 4226, appendix D")
    func rfc4226() {
        let codes = (0..<10).map { TimeCode(secret: TimeCodeTests.secret).code(at: $0) }
        #expect(
            codes == [
                "755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489",
            ]
        )
    }

    @Test("a code is good one step before and after its own, and never for a step that was taken")
    func window() {
        let (code, now) = (TimeCode(secret: TimeCodeTests.secret), Timestamp(seconds: 3000))
        for (offset, isGood) in [(-2, false), (-1, true), (0, true), (1, true), (2, false)] as [(Int64, Bool)] {
            let step = 100 + offset
            #expect((code.step(of: code.code(at: step), at: now, after: 0) == step) == isGood, "\(offset)")
            #expect(code.step(of: code.code(at: step), at: now, after: step) == nil)
        }
        #expect(code.step(of: "000000", at: now, after: 0) == nil && code.step(of: "", at: now, after: 0) == nil)
    }

    @Test("what people type is read with spaces, hyphens, capitals, digits of other scripts and signs that look alike")
    func typed() {
        #expect(SecondFactor(" 755 224 ") == .time("755224"))
        #expect(SecondFactor("٧٥٥٢٢٤") == .time("755224"))
        #expect(SecondFactor("K3FD-9Q2X-OIL0") == .recovery("k3fd9q2x0110"))
        #expect(SecondFactor("k3fd9q2x0110") == .recovery("k3fd9q2x0110"))
        for wrong in ["", "75522", "7552244", "k3fd-9q2x", String(repeating: "1", count: 100_000)] {
            #expect(SecondFactor(wrong) == nil)
        }
    }

    @Test("recovery codes are of 60 bits, are read as they are written, and differ")
    func recovery() {
        let codes = RecoveryCode.makeAll()
        #expect(Set(codes).count == 10)
        for code in codes {
            #expect(RecoveryCode.written(code).count == 14)
            #expect(SecondFactor(RecoveryCode.written(code).uppercased()) == .recovery(code))
        }
    }

    @Test("the secret that an app reads is the secret that is kept")
    func shared() throws {
        let site = try #require(Site(url: "https://chorus.example:8443"))
        let secret = TwoFactorSecret(TimeCodeTests.secret, of: "alice", site)
        #expect(secret.groups.joined() == "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")
        #expect(Base32Text.bytes(secret.groups.joined(separator: " ")) == TimeCodeTests.secret)
        let issuer = PercentEncoding.encode(site.domain)
        #expect(
            secret.address
                == "otpauth://totp/\(issuer):alice?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=\(issuer)"
        )
        #expect(!issuer.contains(":"))
    }
}
