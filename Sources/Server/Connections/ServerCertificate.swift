// Serving https without a proxy: the certificate, read again when its files change.

internal import Foundation
internal import Logging
internal import NIOCore
internal import NIOSSL
internal import ServiceLifecycle
internal import Synchronization

/// Where the certificate is: files of PEM.
public struct CertificateFiles: Sendable, Equatable {
    /// The certificate, and those above it.
    public var chain: String
    public var key: String
}

/// What new connections are greeted with. Those that are open keep what they began with.
final class ServerCertificate: Service {
    /// A certificate that is ready to be served.
    private struct Loaded: Sendable {
        let context: NIOSSLContext
        let endsAt: Date
        let stamp: [Date?]
    }

    /// Whoever renews certificates replaces two files, one after the other: between the two they do not match, and the next
    /// look finds both.
    private static let timeBetweenLooks = Duration.seconds(10)

    private let files: CertificateFiles
    private let logger: Logger
    private let served: Mutex<Loaded>

    /// Throws `SettingsError` for files that cannot be read or do not belong together.
    init(_ files: CertificateFiles, logger: Logger) throws {
        (self.files, self.logger) = (files, logger)
        let first = try ServerCertificate.read(files)
        served = Mutex(first)
        log(first)
    }

    var context: NIOSSLContext { served.withLock { $0.context } }

    func run() async {
        try? await cancelWhenGracefulShutdown {
            var refused: [Date?]?
            var warnedAt = Date.distantPast
            while true {
                try await Task.sleep(for: ServerCertificate.timeBetweenLooks)
                if Date().timeIntervalSince(warnedAt) > 86_400 {
                    if self.warnBeforeTheEnd() { warnedAt = Date() }
                }
                let stamp = ServerCertificate.stamp(of: self.files)
                guard stamp != self.served.withLock({ $0.stamp }) else {
                    refused = nil
                    continue
                }
                do {
                    let new = try ServerCertificate.read(self.files)
                    self.served.withLock { $0 = new }
                    self.log(new)
                } catch {
                    // Tried again at each look: rights may be mended, which changes no time of a file.
                    if stamp != refused {
                        self.logger.warning("The new certificate is not used, the one before stays: \(error)")
                    }
                    refused = stamp
                }
            }
        }
    }

    private func warnBeforeTheEnd() -> Bool {
        let end = served.withLock { $0.endsAt }
        guard end.timeIntervalSinceNow < 14 * 86_400 else { return false }
        logger.warning("The certificate \(files.chain) ends at \(end.formatted(.iso8601)) and was not renewed")
        return true
    }

    private func log(_ served: Loaded) {
        logger.info("The certificate \(files.chain) is served; it ends at \(served.endsAt.formatted(.iso8601))")
    }

    private static func read(_ files: CertificateFiles) throws -> Loaded {
        let stamp = stamp(of: files)
        let chain: [NIOSSLCertificate]
        do { chain = try NIOSSLCertificate.fromPEMFile(files.chain) } catch {
            throw SettingsError("tls-certificate: \(files.chain) cannot be read as certificates in PEM.")
        }
        guard let own = chain.first else {
            throw SettingsError("tls-certificate: there is no certificate in \(files.chain).")
        }
        let key: NIOSSLPrivateKey
        do { key = try NIOSSLPrivateKey(file: files.key, format: .pem) } catch {
            throw SettingsError("tls-key: \(files.key) cannot be read as a private key in PEM without a password.")
        }
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain.map { .certificate($0) },
            privateKey: .privateKey(key)
        )
        configuration.minimumTLSVersion = .tlsv12
        configuration.applicationProtocols = ["http/1.1"]
        // How long the other side may take to say goodbye, too.
        configuration.shutdownTimeout = .seconds(1)
        do {
            let context = try NIOSSLContext(configuration: configuration)
            let endsAt = Date(timeIntervalSince1970: TimeInterval(own.notValidAfter))
            return Loaded(context: context, endsAt: endsAt, stamp: stamp)
        } catch {
            throw SettingsError("tls-key: \(files.key) does not belong to the certificate in \(files.chain).")
        }
    }

    /// When the files, or what links of these names lead to, were changed last.
    private static func stamp(of files: CertificateFiles) -> [Date?] {
        [files.chain, files.key].map { path in
            let real = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
            return try? FileManager.default.attributesOfItem(atPath: real)[.modificationDate] as? Date
        }
    }
}
