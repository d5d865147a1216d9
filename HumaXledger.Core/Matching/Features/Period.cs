using HumaXledger.Core.People;

namespace HumaXledger.Core.Matching.Features;

/// <summary>The employment that a record tells of. A date that is not known is null.</summary>
/// <param name="Active">False for a deactivated record.</param>
internal readonly record struct Period(DateOnly? From, DateOnly? To, bool Active)
{
    /// <summary>
    /// A record whose end lies before its start tells neither: one of the two is a mistake, and which one cannot be
    /// seen.
    /// </summary>
    public static Period Of(Person person)
    {
        var (from, to) = (
            CalendarDate.Read(person[Field.EmploymentStart].TextOrNull),
            CalendarDate.Read(person[Field.EmploymentEnd].TextOrNull)
        );
        return to < from ? new(null, null, person.Active) : new(from, to, person.Active);
    }

    /// <summary>Whether this employment ended before the other began.</summary>
    public bool IsBefore(Period other) => To < other.From;

    /// <summary>Whether the two employments have no day in common.</summary>
    public bool IsApartFrom(Period other) => IsBefore(other) || other.IsBefore(this);

    /// <summary>Whether the employment is over: on this day, or as the record itself says.</summary>
    /// <param name="today">Null where the day is not known; then only a deactivated record has ended for sure.</param>
    public bool HasEnded(DateOnly? today) => !Active || To < today;

    /// <summary>
    /// Whether this is an earlier employment beside a later one of the same person: it ended before the later one
    /// began; where the dates do not tell, it is
    /// over and the later one is not.
    /// </summary>
    public bool IsEarlierThan(Period later, DateOnly? today) =>
        IsBefore(later) || (HasEnded(today) && !later.HasEnded(today) && !later.IsBefore(this));
}
