// One delivery, sent: signed at this moment, and what the other server says to it.

internal import Basics
public import Domain
internal import Outbound

extension Services {
    /// Sends an activity to one inbox.
    public func send(_ delivery: Delivery) async -> DeliveryOutcome {
        guard !servers.policy(of: delivery.host).isSuspended else { return .refused("the server is suspended") }
        var request = OutboundRequest(.post, delivery.inbox, body: delivery.body)
        request.headers = [("Content-Type", "application/activity+json"), ("Accept", "*/*")]
        // What it says beside its status is not of interest.
        (request.limit, request.overflow, request.isBudgeted) = (1 << 14, .isCut, false)
        if let sync = try? await followerSync(for: delivery) {
            request.headers.append(("Collection-Synchronization", sync))
        }
        do {
            let response = try await sendSigned(
                request,
                to: delivery.host,
                as: delivery.accountID,
                keyID: delivery.keyID
            )
            return DeliveryOutcome(status: response.status, retryAfter: response.retryAfter(at: clock.now()))
        } catch let error as OutboundError {
            switch error {
            case .forbidden(let reason): return .refused(reason)
            case .unreachable(let reason), .busy(let reason): return .unreachable(reason)
            case .unusable(let reason): return .later(reason, retryAfter: nil)
            }
        } catch {
            return .later("\(error)", retryAfter: nil)
        }
    }
}

extension DeliveryOutcome {
    /// What an answer means. Redirects are not followed: a signature is for one address.
    init(status: Int, retryAfter: Duration?) {
        switch status {
        case 200..<300: self = .delivered
        case 410: self = .gone
        case 429, 503: self = .later("\(status)", retryAfter: retryAfter)
        case 401, 408, 500, 502, 504...599, 300..<400: self = .later("\(status)", retryAfter: nil)
        default: self = .refused("\(status)")
        }
    }
}
