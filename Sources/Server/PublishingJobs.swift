// The jobs that go with publishing.

internal import Jobs
internal import Services

extension JobHandlers {
    mutating func addPublishing(_ services: Services) {
        services.handleScheduled(&self)
        services.handleCards(&self)
    }
}
