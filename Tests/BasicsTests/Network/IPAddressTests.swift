// Addresses of the Internet Protocol, read from text.

import Basics
import Testing

struct IPAddressTests {
    @Test(
        "one address is one value, however it is written",
        arguments: [
            ("192.0.2.1", "::ffff:192.0.2.1"), ("0.0.0.0", "::ffff:0:0"), ("255.255.255.255", "::ffff:ffff:ffff"),
            ("2001:db8::1", "[2001:0db8:0::0001]"), ("fe80::1", "fe80::1%eth0"),
        ]
    )
    func same(one: String, other: String) throws {
        #expect(try #require(IPAddress(one)) == #require(IPAddress(other)))
    }

    @Test("the parts of four numbers stand in their order")
    func order() throws {
        let range = try #require(AddressRange("1.2.3.0/24"))
        #expect(range.contains(try #require(IPAddress("1.2.3.4"))))
        #expect(!range.contains(try #require(IPAddress("3.2.1.4"))))
    }

    @Test(
        "what is not an address is not read as one",
        arguments: [
            "", ".", "1.2.3", "1.2.3.", ".1.2.3", "1..2.3", "1.2.3.4.5", "256.0.0.1", "1.2.3.256", "01.2.3.4",
            "1.2.3.04",
            "1.2.3.4 ", " 1.2.3.4", "1.2.3.-4", "1,2,3,4", "１.2.3.4", "localhost", "1.2.3.4\u{0}",
        ]
    )
    func others(text: String) { #expect(IPAddress(text) == nil) }
}
