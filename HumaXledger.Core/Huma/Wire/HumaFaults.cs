using System.Globalization;
using System.Net;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Transport;

namespace HumaXledger.Core.Huma.Wire;

/// <summary>The reason of each kind of failure, and whether it is transient.</summary>
internal static class HumaFaults
{
    /// <summary>A failure of one call.</summary>
    /// <param name="sent">Whether the request may have been executed.</param>
    public static HumaFault Of(
        HumaCall call,
        HumaFaultCause cause,
        string code,
        bool transient,
        bool sent,
        Exception? inner = null,
        params IReadOnlyList<string> more
    ) =>
        new(cause, new Reason(code, [call.Where, .. more]), transient, inner)
        {
            OutcomeUnknown = sent && !call.Repeatable,
        };

    /// <summary>The failure of a connection attempt, by its cause.</summary>
    public static HumaFault Unreachable(HumaCall call, Uri address, HttpRequestException failure)
    {
        var host = address.IsDefaultPort
            ? address.Host
            : $"{address.Host}:{address.Port.ToString(CultureInfo.InvariantCulture)}";
        return failure.HttpRequestError switch
        {
            HttpRequestError.NameResolutionError => new(
                HumaFaultCause.Host,
                new Reason(HumaReasons.HostUnknown, host),
                transient: true,
                failure
            ),
            HttpRequestError.ConnectionError => new(
                HumaFaultCause.Host,
                new Reason(HumaReasons.HostUnreachable, host),
                transient: true,
                failure
            ),
            HttpRequestError.SecureConnectionError => new(
                HumaFaultCause.Host,
                new Reason(HumaReasons.HostInsecure, host),
                transient: false,
                failure
            ),
            _ => Of(call, HumaFaultCause.Lost, HumaReasons.ConnectionBroken, transient: true, sent: true, failure),
        };
    }

    /// <summary>The failure that the status alone determines; null where the body decides.</summary>
    public static HumaFault? OfStatus(HumaCall call, HttpResponseMessage response, RemoteClock clock)
    {
        var status = ((int)response.StatusCode).ToString(CultureInfo.InvariantCulture);
        return response.StatusCode switch
        {
            HttpStatusCode.TooManyRequests => new(
                HumaFaultCause.Limited,
                new Reason(HumaReasons.Limited, call.Where),
                transient: true
            )
            {
                RetryAfter = clock.RetryAfter(response.Headers),
            },
            >= HttpStatusCode.InternalServerError or HttpStatusCode.RequestTimeout => new(
                HumaFaultCause.Server,
                new Reason(HumaReasons.ServerError, call.Where, status),
                transient: true
            )
            {
                RetryAfter = clock.RetryAfter(response.Headers),
                OutcomeUnknown = !call.Repeatable,
            },
            _ => null,
        };
    }

    /// <summary>The failure of an answer without an expected part.</summary>
    public static HumaFault Unexpected(HumaCall call, string what) =>
        Of(call, HumaFaultCause.Answer, HumaReasons.AnswerUnexpected, transient: false, sent: true, null, what);

    /// <summary>The failure of a refused call whose content cannot be wrong: lists and searches.</summary>
    public static HumaFault OfRefusal(HumaCall call, HumaRefusal refusal)
    {
        var status = refusal.Status.ToString(CultureInfo.InvariantCulture);
        return refusal.Status switch
        {
            403 => Of(call, HumaFaultCause.Forbidden, HumaReasons.Forbidden, transient: false, sent: false),
            404 => Of(call, HumaFaultCause.NotFound, HumaReasons.NotFound, transient: false, sent: false),
            _ => Of(
                call,
                HumaFaultCause.Answer,
                HumaReasons.AnswerUnexpected,
                transient: false,
                sent: false,
                null,
                status
            ),
        };
    }
}
