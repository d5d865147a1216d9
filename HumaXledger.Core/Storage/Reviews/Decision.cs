using System.Globalization;
using HumaXledger.Core.Matching;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Planning.Guards;

namespace HumaXledger.Core.Storage.Reviews;

/// <summary>
/// One decision as it is made. <see cref="Subject"/> is what it is about; a newer decision of the same kind about the
/// same subject takes its place.
/// </summary>
public abstract record Decision(DecisionKind Kind, string Subject)
{
    /// <summary>The subject of a decision about one difference.</summary>
    public static string SubjectOf(DifferenceKey key) => $"{key.Huma}/{FieldRules.For(key.Field).Name}";

    /// <summary>Which side wins for one difference.</summary>
    public sealed record OfField(DifferenceKey Key, FieldChoice Choice) : Decision(DecisionKind.Field, SubjectOf(Key));

    /// <summary>The subject of a decision about a value that a run held back.</summary>
    public static string SubjectOf(long change) => change.ToString(CultureInfo.InvariantCulture);

    /// <summary>What to do with a value that a run held.</summary>
    public sealed record OfHeld(long Change, FieldChoice Choice) : Decision(DecisionKind.Held, SubjectOf(Change));

    /// <summary>Whether two records are one person.</summary>
    public sealed record OfMatch(MatchDecision Match) : Decision(DecisionKind.Match, Match.Huma.Value);

    /// <summary>This employee is added to Huma.</summary>
    public sealed record AddToHuma(XledgerId Person) : Decision(DecisionKind.AddToHuma, Person.Value);

    /// <summary>This user is added to Xledger.</summary>
    public sealed record AddToXledger(HumaId Person) : Decision(DecisionKind.AddToXledger, Person.Value);

    /// <summary>A plan may go over Xledger's monthly allowance.</summary>
    public sealed record ConfirmAllowance(Guid Plan) : Decision(DecisionKind.ConfirmAllowance, Plan.ToString());

    /// <summary>The subject of a confirmation: the guard, and the people whom it held.</summary>
    public static string SubjectOf(ConfirmedGuard guard) =>
        guard.People is null ? $"{guard.Kind}" : $"{guard.Kind}/{guard.People}";

    /// <summary>The confirmation that is stored with this subject.</summary>
    public static ConfirmedGuard GuardOf(string subject)
    {
        var parts = subject.Split('/');
        return new ConfirmedGuard(Enum.Parse<GuardKind>(parts[0]), parts.ElementAtOrDefault(1));
    }

    /// <summary>This safety limit may be exceeded by the people whom it held.</summary>
    public sealed record ConfirmGuard(ConfirmedGuard Guard) : Decision(DecisionKind.ConfirmGuard, SubjectOf(Guard));
}
