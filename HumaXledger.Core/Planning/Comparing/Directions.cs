using HumaXledger.Core.People;
using HumaXledger.Core.Reasons;

namespace HumaXledger.Core.Planning.Comparing;

/// <summary>
/// Whether one side's value can be written to the other, by the field, the system and this person's record.
/// </summary>
internal static class Directions
{
    private static readonly Side[] Both = [Side.Huma, Side.Xledger];
    private static readonly Side[] OnlyHuma = [Side.Huma];
    private static readonly Side[] OnlyXledger = [Side.Xledger];
    private static readonly Dictionary<Side, WriteObstacle> Nothing = [];

    public static IReadOnlyList<Side> Allowed(WriteObstacle? humaForbidden, WriteObstacle? xledgerForbidden) =>
        (humaForbidden, xledgerForbidden) switch
        {
            (null, null) => Both,
            (null, _) => OnlyHuma,
            (_, null) => OnlyXledger,
            _ => [],
        };

    public static IReadOnlyDictionary<Side, WriteObstacle> Forbidden(
        WriteObstacle? humaForbidden,
        WriteObstacle? xledgerForbidden
    )
    {
        if (humaForbidden is null && xledgerForbidden is null)
        {
            return Nothing;
        }

        var forbidden = new Dictionary<Side, WriteObstacle>(2);
        if (humaForbidden is not null)
        {
            forbidden[Side.Huma] = humaForbidden;
        }

        if (xledgerForbidden is not null)
        {
            forbidden[Side.Xledger] = xledgerForbidden;
        }

        return forbidden;
    }

    /// <summary>
    /// Why <paramref name="value"/>, which <paramref name="source"/> holds, cannot be written to
    /// <paramref name="target"/>; null where it can.
    /// </summary>
    /// <param name="xledgerHasGender">
    /// See <see cref="Rosters.XledgerHasGender"/>; null where Xledger's genders are unknown.
    /// </param>
    public static WriteObstacle? Forbidden(
        Field field,
        Side source,
        NormalizedValue value,
        Person target,
        Func<string, bool>? xledgerHasGender = null
    )
    {
        var rules = FieldRules.For(field);
        var capability = rules.In(target.Side);
        if (value.State == ValueState.Unknown || !rules.In(source).Readable)
        {
            return WriteObstacle.Impossible(new Reason(PlanningReasons.ForbiddenUnknown, source.ToString()));
        }

        if (!capability.Writable)
        {
            return WriteObstacle.NeverWritten(
                new Reason(PlanningReasons.ForbiddenNotWritable, target.Side.ToString(), rules.Name)
            );
        }

        if (target.Locks.TryGetValue(field, out var held))
        {
            return WriteObstacle.Correctable(ReasonOf(held, rules));
        }

        if (value.State == ValueState.Empty && !capability.Clearable)
        {
            return WriteObstacle.Impossible(
                new Reason(PlanningReasons.ForbiddenNotClearable, target.Side.ToString(), rules.Name)
            );
        }

        return HasCounterpart(field, target.Side, value, xledgerHasGender)
            ? null
            : WriteObstacle.Impossible(new Reason(ValueReasons.GenderNoCounterpart));
    }

    /// <summary>
    /// Whether Xledger has a system value for a gender. Male and female always exist; any other, "Other" included, is
    /// known to exist only where an employee has it, and free text from Huma may have none.
    /// </summary>
    private static bool HasCounterpart(
        Field field,
        Side target,
        NormalizedValue value,
        Func<string, bool>? xledgerHasGender
    ) =>
        field != Field.Gender
        || target != Side.Xledger
        || value.State != ValueState.Value
        || value.Key is Gender.Male or Gender.Female
        || xledgerHasGender?.Invoke(value.Key!) == true;

    private static Reason ReasonOf(WriteLock held, FieldRules rules) =>
        held switch
        {
            WriteLock.Deactivated => new Reason(PlanningReasons.ForbiddenDeactivated),
            WriteLock.PendingConfirmation => new Reason(PlanningReasons.ForbiddenPendingConfirmation),
            WriteLock.NotEditable => new Reason(PlanningReasons.ForbiddenNotEditable),
            WriteLock.OtherIntegration => new Reason(PlanningReasons.ForbiddenOtherIntegration),
            WriteLock.NoPosition => new Reason(PlanningReasons.ForbiddenNoPosition),
            WriteLock.SeveralPositions => new Reason(PlanningReasons.ForbiddenSeveralPositions, rules.Name),
            WriteLock.NoContact => new Reason(ValueReasons.NoContact, rules.Name),
            _ => throw new ArgumentOutOfRangeException(nameof(held), held, null),
        };
}
