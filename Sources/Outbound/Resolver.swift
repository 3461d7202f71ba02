// Names to addresses, asked of the system once for each connection, so that what was checked is what is connected to.

internal import NIOCore
internal import NIOPosix

#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// An address with the text to connect to.
struct ResolvedAddress: Sendable {
    var address: NetworkAddress
    var text: String
}

extension NetworkAddress {
    /// Reads an address as text; nil for what is none.
    init?(_ text: String) {
        var bytes = [UInt8](repeating: 0, count: 16)
        if inet_pton(AF_INET, text, &bytes) == 1 {
            self.init(Array(bytes.prefix(4)))
        } else if inet_pton(AF_INET6, text, &bytes) == 1 {
            self.init(bytes)
        } else {
            return nil
        }
    }
}

enum Resolver {
    /// Threads that only wait for name servers: one that strangers chose may be slow, and files are read on the shared ones.
    private static let threads: NIOThreadPool = {
        let threads = NIOThreadPool(numberOfThreads: 16)
        threads.start()
        return threads
    }()

    /// All addresses of a name or of an address as text; empty where there are none.
    static func addresses(of host: String) async throws -> [ResolvedAddress] {
        try await threads.runIfActive { lookUp(host) }
    }

    private static func lookUp(_ host: String) -> [ResolvedAddress] {
        var hints = addrinfo()
        hints.ai_family = AF_UNSPEC
        #if canImport(Glibc)
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        #else
        hints.ai_socktype = SOCK_STREAM
        #endif
        var first: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, nil, &hints, &first) == 0 else { return [] }
        defer { freeaddrinfo(first) }
        var found: [ResolvedAddress] = []
        var next = first
        while let info = next, found.count < 16 {
            next = info.pointee.ai_next
            guard let socket = info.pointee.ai_addr else { continue }
            if let resolved = resolved(socket, info.pointee.ai_family) { found.append(resolved) }
        }
        return found
    }

    private static func resolved(_ socket: UnsafeMutablePointer<sockaddr>, _ family: Int32) -> ResolvedAddress? {
        // Where `sockaddr_in` and `sockaddr_in6` have it: to which module their fields belong changes with how this is compiled.
        var bytes: [UInt8]
        switch family {
        case AF_INET:
            bytes = Array(UnsafeRawBufferPointer(start: UnsafeRawPointer(socket) + 4, count: 4))
        case AF_INET6:
            bytes = Array(UnsafeRawBufferPointer(start: UnsafeRawPointer(socket) + 8, count: 16))
        default: return nil
        }
        var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        guard inet_ntop(family, &bytes, &text, socklen_t(text.count)) != nil, let address = NetworkAddress(bytes) else {
            return nil
        }
        let characters = text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        return ResolvedAddress(address: address, text: String(decoding: characters, as: UTF8.self))
    }
}
