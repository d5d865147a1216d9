using HumaXledger.Core.Huma.Reading;
using HumaXledger.Core.Huma.Wire;
using HumaXledger.Core.People;
using HumaXledger.Core.Reasons;

namespace HumaXledger.Core.Huma.Writing;

/// <summary>
/// Writes one person: position, identification, then the profile, whose answer shows everything. A failure before the
/// first write concerns the connection and is thrown; a later one is reported per field, so that completed writes are
/// not lost.
/// </summary>
internal sealed class HumaWriting(
    PositionWriting positions,
    IdentificationWriting identifications,
    ProfileWriting profiles,
    UserReader users
)
{
    /// <summary>Writes these fields and reads the result.</summary>
    /// <param name="begun">Whether this person was written to before (addition).</param>
    public async Task<HumaWriteOutcome> WriteAsync(
        HumaUser current,
        IReadOnlyDictionary<Field, FieldValue> values,
        bool begun,
        CancellationToken cancellation
    )
    {
        var log = new WriteLog();
        var writable = Writable(values, log);
        var ofPosition = Part(writable, HumaRecord.Position);
        var ofProfile = Part(writable, HumaRecord.Profile);
        HumaAnswer? profile = null;
        if (ofPosition.Count > 0)
        {
            await StepAsync(() => positions.WriteAsync(current, ofPosition, log, cancellation), ofPosition.Keys);
        }

        if (writable.TryGetValue(Field.Identification, out var identification))
        {
            await StepAsync(
                () => identifications.WriteAsync(current, identification, log, cancellation),
                [Field.Identification]
            );
        }

        if (ofProfile.Count > 0)
        {
            await StepAsync(
                async () => profile = await profiles.WriteAsync(current, ofProfile, log, cancellation),
                ofProfile.Keys
            );
        }

        using (profile)
        {
            var after = await AfterAsync();
            // The answer to removing an identification has no new state.
            if (
                identification is FieldValue.Empty
                && after is not null
                && current.NationalIdentificationId is { } removed
                && after.NationalIdentificationId == removed
            )
            {
                log.RefuseAccepted(Field.Identification, new Reason(HumaReasons.Ignored));
            }

            return new HumaWriteOutcome(log.Refused, after);
        }

        async Task StepAsync(Func<Task> step, IEnumerable<Field> fields)
        {
            try
            {
                await step();
            }
            catch (HumaFault fault) when (begun || log.AnyAccepted)
            {
                log.RefuseRest(fields, fault.Reason);
            }
        }

        async Task<HumaUser?> AfterAsync()
        {
            try
            {
                return profile is null || !UserReader.IsOf(current.Person.Id, profile)
                    ? await users.ReadAsync(current.Person.Id, cancellation)
                    : await users.MapAsync(current.Person.Id, profile, cancellation);
            }
            catch (HumaFault) when (begun || log.AnyAccepted)
            {
                return null;
            }
        }
    }

    private static Dictionary<Field, FieldValue> Writable(IReadOnlyDictionary<Field, FieldValue> values, WriteLog log)
    {
        var writable = new Dictionary<Field, FieldValue>();
        foreach (var (field, value) in values.OrderBy(entry => entry.Key))
        {
            if (!value.IsKnown)
            {
                log.Refuse(field, new Reason(HumaReasons.UnknownNotWritten));
            }
            else if (!value.IsValue && !FieldRules.For(field).Huma.Clearable)
            {
                log.Refuse(field, new Reason(HumaReasons.ClearImpossible));
            }
            else
            {
                writable[field] = value;
            }
        }

        return writable;
    }

    private static Dictionary<Field, FieldValue> Part(Dictionary<Field, FieldValue> values, HumaRecord record) =>
        values
            .Where(entry => FieldRules.For(entry.Key).KeptIn == record)
            .ToDictionary(entry => entry.Key, entry => entry.Value);
}
