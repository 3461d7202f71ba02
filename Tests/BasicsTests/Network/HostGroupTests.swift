// Names under one domain and addresses of one network count as one.
import Basics
import Testing

@Suite("Groups of hosts")
struct HostGroupTests {
    @Test(
        "a host counts for its domain or network",
        arguments: [
            ("example.org", "example.org"), ("a1.example.org", "example.org"), ("a.b.c.example.org.", "example.org"),
            ("www.garden.co.uk", "garden.co.uk"), ("garden.co.uk", "garden.co.uk"), ("co.uk", "co.uk"),
            ("a.garden.com", "garden.com"), ("a.net.example", "net.example"), ("localhost", "localhost"),
            ("192.0.2.7", "192.0.2.0/24"), ("192.0.2.255", "192.0.2.0/24"), ("192.0.3.7", "192.0.3.0/24"),
            ("[2001:db8:1:2::3]", "20010db80001/48"), ("[2001:db8:1:ffff::]", "20010db80001/48"),
            ("[2001:db8:2::]", "20010db80002/48"), ("[::ffff:192.0.2.7]", "192.0.2.0/24"), ("3221226015", "number"),
            ("0xc0000207", "number"), ("192.0.519", "number"), ("", ""), (".", "."),
        ] as [(String, String)]
    )
    func groups(_ host: String, _ group: String) { #expect(HostGroup.name(of: host) == group) }

    @Test("a wildcard's names are one, and those of others are not")
    func wildcard() {
        #expect(Set((0..<240).map { HostGroup.name(of: "n\($0).slow.example") }).count == 1)
        #expect(Set((0..<240).map { HostGroup.name(of: "www.n\($0).example") }).count == 240)
    }
}
