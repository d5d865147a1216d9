using System.Text.Json.Nodes;
using HumaXledger.Core.Huma.Reading;
using HumaXledger.Core.Huma.Wire;
using HumaXledger.Core.People;
using HumaXledger.Core.People.Addresses;
using HumaXledger.Core.People.NationalIds;
using HumaXledger.Core.Reasons;

namespace HumaXledger.Core.Huma.Writing;

/// <summary>
/// Adds, replaces or removes the national identification through its own endpoints (contracts/huma.md 2.10).
/// </summary>
internal sealed class IdentificationWriting(HumaCalls calls, UserReader users, TimeProvider clock)
{
    private const string All = "/users/{id}/identifications";
    private const string One = "/users/{id}/identifications/{identification}";

    /// <summary>Sets the number, or removes it for an empty value.</summary>
    public async Task WriteAsync(HumaUser current, FieldValue value, WriteLog log, CancellationToken cancellation)
    {
        var (user, held) = (current.Person.Id, current.NationalIdentificationId);
        if (value.TextOrNull is { } text)
        {
            await SetAsync(current, IdentificationNumber.Read(text), log, cancellation);
            return;
        }

        if (held is not null)
        {
            var call = HumaCall.Send(HttpMethod.Delete, One, null, user, held);
            using var answer = await calls.SendAsync(call, cancellation);
            // 404: already removed, by another client or by our own repeated request.
            if (answer.Refusal is { IsGone: false } refusal)
            {
                log.Refuse(Field.Identification, WriteLog.ReasonOf(refusal, call.Where));
                return;
            }
        }

        log.Accept(Field.Identification);
    }

    private async Task SetAsync(HumaUser current, IdentificationNumber id, WriteLog log, CancellationToken cancellation)
    {
        var body = new JsonObject
        {
            ["type"] = "national",
            ["country"] = id.Country ?? CountryOf(current, id.Number),
            ["value"] = id.Number,
        };
        var call = current.NationalIdentificationId is { } held
            ? HumaCall.Send(HttpMethod.Put, One, body, current.Person.Id, held)
            : HumaCall.Send(HttpMethod.Post, All, body, current.Person.Id);
        using var answer = await SendOnceAsync(current, call, id, cancellation);
        if (answer?.Refusal is { } refusal)
        {
            log.Refuse(Field.Identification, WriteLog.ReasonOf(refusal, call.Where));
        }
        else if (answer?.Root.Text("value") is { } kept && !IsSame(new FieldValue.Of(kept), id))
        {
            log.Refuse(Field.Identification, new Reason(HumaReasons.Ignored));
        }
        else
        {
            log.Accept(Field.Identification);
        }
    }

    /// <summary>The answer; null where it was lost and the profile has the value.</summary>
    private async Task<HumaAnswer?> SendOnceAsync(
        HumaUser current,
        HumaCall call,
        IdentificationNumber id,
        CancellationToken cancellation
    )
    {
        try
        {
            return await calls.SendAsync(call, cancellation);
        }
        catch (HumaFault fault) when (fault.OutcomeUnknown)
        {
            var after = await users.ReadAsync(current.Person.Id, cancellation);
            return after is not null && IsSame(after.Person[Field.Identification], id)
                ? null
                : await calls.SendAsync(call, cancellation);
        }
    }

    /// <summary>
    /// The country for a value that an earlier plan has without one. Xledger stores a bare number, Huma requires a
    /// country: that of the entry it replaces where the number is valid there, else the one whose register the number
    /// fits, else that of the home address, else the default country.
    /// </summary>
    private string CountryOf(HumaUser current, string text)
    {
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        if (
            current.IdentificationCountry is { Length: 2 } held
            && (!NationalId.IsKnown(held) || NationalId.Read(text, held, today, out _) is not null)
        )
        {
            return held;
        }

        return NationalId.Read(text, null, today, out _)?.Country
            ?? current.IdentificationCountry
            ?? (
                current.Person[Field.Address].TextOrNull is { } address
                && Address.Read(address).Country is { Length: 2 } country
                    ? country
                    : Identification.HomeCountry
            );
    }

    private static bool IsSame(FieldValue held, IdentificationNumber id) =>
        FieldNormal.Same(Field.Identification, held, id.ToValue(), Identification.HomeCountry);
}
