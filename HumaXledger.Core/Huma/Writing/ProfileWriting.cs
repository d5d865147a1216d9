using HumaXledger.Core.Huma.Reading;
using HumaXledger.Core.Huma.Wire;
using HumaXledger.Core.People;

namespace HumaXledger.Core.Huma.Writing;

/// <summary>Writes the fields of the profile itself, and only the given ones (contracts/huma.md 2.8).</summary>
internal sealed class ProfileWriting(HumaCalls calls, BankAccounts bankAccounts)
{
    private const string Profile = "/users/{id}";

    /// <summary>The profile in the answer, which the caller must dispose; null where no field was accepted.</summary>
    public Task<HumaAnswer?> WriteAsync(
        HumaUser current,
        IReadOnlyDictionary<Field, FieldValue> values,
        WriteLog log,
        CancellationToken cancellation
    )
    {
        var sendings = values.Select(entry => Sending(entry.Key, entry.Value, log)).OfType<FieldSending>().ToList();
        var patch = new FieldPatch
        {
            Send = (body, token) =>
                calls.SendAsync(HumaCall.Send(HttpMethod.Patch, Profile, body, current.Person.Id), token),
            Held = (field, profile) =>
            {
                var entry = HumaFields.For(field);
                var property = entry.In(profile);
                // A new e-mail address counts as taken while it waits for the person's confirmation (contracts/huma.md
                // 6.2).
                return field == Field.Email && property.RequestedValue is { } requested
                    ? new FieldValue.Of(requested)
                    : entry.Read(property, bankAccounts);
            },
            Before = field => current.Person[field],
            Where = $"PATCH {Profile}",
            Log = log,
        };
        return patch.RunAsync(sendings, cancellation);
    }

    private FieldSending? Sending(Field field, FieldValue value, WriteLog log)
    {
        var entry = HumaFields.For(field);
        if (value.TextOrNull is { } text && entry.MissingDetail(text) is { } lack)
        {
            log.Refuse(field, lack);
            return null;
        }

        return entry.Sending(value, bankAccounts);
    }
}
