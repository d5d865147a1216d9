using HumaXledger.Core.People;

namespace HumaXledger.Core.Matching.Features;

/// <summary>The employment period of a record. An unknown date is null.</summary>
/// <param name="Active">False for a deactivated record.</param>
internal readonly record struct Period(DateOnly? From, DateOnly? To, bool Active)
{
    /// <summary>
    /// Both dates are null where the end is before the start: one of them is wrong, and it is unknown which.
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

    /// <summary>Whether the employment has ended: by this day, or because the record is deactivated.</summary>
    /// <param name="today">Null where the day is unknown; then only a deactivated record has certainly ended.</param>
    public bool HasEnded(DateOnly? today) => !Active || To < today;

    /// <summary>
    /// Whether this is an earlier employment than another of the same person: it ended before the other began, or,
    /// where the dates are inconclusive, it has ended and the other has not.
    /// </summary>
    public bool IsEarlierThan(Period later, DateOnly? today) =>
        IsBefore(later) || (HasEnded(today) && !later.HasEnded(today) && !later.IsBefore(this));
}
