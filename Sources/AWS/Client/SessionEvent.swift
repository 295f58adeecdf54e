/// What happens to a call while it is under way: for whoever shows how a scan gets on.
///
/// Regions and codes come from whoever answered: a terminal gets them through `visible()`.
package struct SessionEvent: Sendable, Hashable {
    package enum Step: Sendable, Hashable {
        case began
        /// Attempt number `attempt`, from 1, came to nothing; the next follows after the delay.
        case waits(attempt: Int, code: String, delay: Duration)
        /// The code says why there is no answer, and is nil where there is one.
        case ended(attempts: Int, code: String?)
    }

    package var service: APIRequest.Service
    package var action: String
    package var region: String
    package var step: Step

    package init(_ step: Step, of request: APIRequest, in region: String) {
        service = request.service
        action = request.action
        self.region = region
        self.step = step
    }
}
