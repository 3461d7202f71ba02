// Who opens a page, and what is around it for them.

internal import Domain
internal import Hummingbird
internal import Services

extension Pages {
    /// The reader of a request.
    func reader(_ request: Request) async throws -> PageReader {
        PageReader(viewer: .anonymous, frame: frame())
    }

    /// The frame of a stranger's page.
    func frame() -> Frame {
        let site = services.site
        return Frame(serverName: site.title, host: site.domain, registrationsOpen: site.registrationsOpen)
    }
}
