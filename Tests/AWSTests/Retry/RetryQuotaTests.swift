import AWS
import Testing

struct RetryQuotaTests {
    @Test func whatIsSpentComesBackWithSuccess() {
        let quota = RetryQuota()
        #expect(quota.left == 500)
        for _ in 0..<35 { #expect(quota.pay(14)) }
        #expect(quota.left == 10)
        #expect(!quota.pay(14))
        #expect(quota.left == 10)
        #expect(quota.pay(5))
        quota.refund(14)
        #expect(quota.left == 19)
        quota.refund(nil)
        #expect(quota.left == 20)
    }

    @Test func theLastOfItCanBeSpent() {
        let quota = RetryQuota()
        #expect(quota.pay(RetryQuota.capacity) && quota.left == 0)
        #expect(!quota.pay(1) && quota.left == 0)
    }

    @Test func itNeverHoldsMoreThanAtTheBeginning() {
        let quota = RetryQuota()
        quota.refund(14)
        quota.refund(nil)
        #expect(quota.left == RetryQuota.capacity)
    }
}
