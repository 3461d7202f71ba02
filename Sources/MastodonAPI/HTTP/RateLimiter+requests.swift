// Which limits a request falls under, and how they are told.

public import Basics
internal import HTTPTypes
public import Hummingbird
public import NIOCore
internal import Services

extension RateLimiter {
    /// The tightest of the limits that hold for a request; nil when none does.
    func verdict(
        _ route: Route,
        _ request: Request,
        _ grant: Grant?,
        peer: SocketAddress?,
        now: Timestamp
    ) -> RateVerdict? {
        var verdict: RateVerdict?
        func count(_ family: RateFamily, _ key: RateKey?) {
            guard let key else { return }
            verdict = RateVerdict.tighter(verdict, check(family, key, now: now))
        }
        let address = RateLimiter.address(of: request, peer: peer).map(RateKey.address)
        if let grant {
            if let account = grant.accountID { count(.user, .account(account)) }
            count(.token, .token(grant.tokenID))
        } else {
            count(.anonymous, address)
            if request.uri.query?.contains("_id=") == true { count(.paging, address) }
        }
        if let family = route.limited { count(family, grant?.accountID.map(RateKey.account) ?? address) }
        return verdict
    }

    /// Who is at the other end. A proxy on this machine is believed when it says for whom it asks; the last name in its
    /// list is the one it has seen itself.
    static func address(of request: Request, peer: SocketAddress?) -> ClientAddress? {
        guard let peer = peer?.ipAddress else { return nil }
        if peer == "127.0.0.1" || peer == "::1", let forwarded = request.headers[.forwardedFor],
            let last = forwarded.split(separator: ",").last,
            let address = ClientAddress(last.filter { $0 != " " })
        {
            return address
        }
        return ClientAddress(peer)
    }
}

extension HTTPFields {
    mutating func tell(_ verdict: RateVerdict) {
        let values = verdict.headerValues
        self[.rateLimitLimit] = values.limit
        self[.rateLimitRemaining] = values.remaining
        self[.rateLimitReset] = values.reset
    }
}

extension RateLimiter {
    /// Counts a request from an address that is no call of the API, as a form of the pages, and says whether it is
    /// allowed.
    public func allows(_ family: RateFamily, _ request: Request, peer: SocketAddress?, now: Timestamp) -> Bool {
        guard let address = RateLimiter.address(of: request, peer: peer) else { return true }
        return check(family, .address(address), now: now)?.isAllowed ?? true
    }
}
