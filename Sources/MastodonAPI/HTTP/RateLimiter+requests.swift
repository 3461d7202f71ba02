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
        address: ClientAddress?,
        now: Timestamp
    ) -> RateVerdict? {
        var verdict: RateVerdict?
        func count(_ family: RateFamily, _ key: RateKey?) {
            guard let key else { return }
            verdict = RateVerdict.tighter(verdict, check(family, key, now: now))
        }
        let address = address.map(RateKey.address)
        if let grant { count(.token, .token(grant.tokenID)) }
        if let account = grant?.accountID {
            count(.user, .account(account))
        } else {
            // Anybody gets as many apps and tokens of apps as they like: behind them is an address and no more.
            count(.anonymous, address)
            if request.uri.query?.contains("_id=") == true { count(.paging, address) }
        }
        if let family = route.limited { count(family, grant?.accountID.map(RateKey.account) ?? address) }
        return verdict
    }
}

extension TrustedProxies {
    /// Who is at the other end.
    public func client(of request: Request, peer: SocketAddress?) -> ClientAddress? {
        client(
            of: peer?.ipAddress.flatMap { IPAddress($0) },
            forwardedFor: request.headers[values: .forwardedFor],
            forwarded: request.headers[values: .forwarded]
        )
    }
}

extension HTTPFields {
    mutating func tell(_ verdict: RateVerdict, now: Timestamp) {
        let values = verdict.headerValues
        self[.rateLimitLimit] = values.limit
        self[.rateLimitRemaining] = values.remaining
        self[.rateLimitReset] = values.reset
        if !verdict.isAllowed { self[.retryAfter] = "\(Swift.max(1, verdict.reset.seconds - now.seconds))" }
    }
}
