// The encryption of pushes against the example of its standard.

import Basics
import Services
import Testing

@Suite("Encryption of pushes")
struct PushCipherTests {
    /// RFC 8291 §5 and appendix A.
    @Test("the example of RFC 8291 is met byte for byte")
    func example() throws {
        func bytes(_ text: String) throws -> [UInt8] { try #require(Base64URL.decode(text)) }
        let cipher = try #require(
            PushCipher(
                key: try bytes("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"),
                salt: try bytes("DGv6ra1nlYgDCS1FRnbzlw")
            )
        )
        let body = try cipher.standard(
            Array("When I grow up, I want to be a watermelon".utf8),
            for: try bytes(
                "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
            ),
            auth: try bytes("BTBZMqHH6r4Tts7J_aSIgg")
        )
        #expect(
            Base64URL.encode(body)
                == "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8w"
                + "EqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
        )
    }

    @Test("no two messages have a key or salt in common, and what is no key is refused")
    func fresh() throws {
        let key = try #require(
            Base64URL.decode("BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4")
        )
        let auth = [UInt8](repeating: 1, count: 16)
        let first = try PushCipher().standard([1], for: key, auth: auth)
        let second = try PushCipher().standard([1], for: key, auth: auth)
        #expect(first.prefix(16) != second.prefix(16) && first[21..<86] != second[21..<86])
        let legacy = try PushCipher().legacy([1, 2, 3], for: key, auth: auth)
        #expect(legacy.body.count == 2 + 3 + 16 && legacy.salt.count == 16 && legacy.key.count == 65)
        #expect(PushCipher.isKey(key))
        for wrong in [[], [4], [UInt8](repeating: 4, count: 65), Array(key.dropLast())] {
            #expect(!PushCipher.isKey(wrong))
            #expect(throws: (any Error).self) { try PushCipher().standard([1], for: wrong, auth: auth) }
        }
    }
}
