using System.Collections.Immutable;

namespace HumaXledger.Sandbox.Xledger.Rows;

/// <summary>
/// An employee: number, display name and dates. Names, birthday and phone are on its contact, the bank account on its
/// subledger.
/// </summary>
public sealed class EmployeeRow : Row
{
    public int DbId { get; set; }

    /// <summary>The employee number as text, with leading zeros.</summary>
    public string? Code { get; set; }

    /// <summary>The display name; by default not derived from the contact's names.</summary>
    public string? Description { get; set; }

    public string? Email { get; set; }

    /// <summary>First day of employment.</summary>
    public DateOnly? EmploymentFrom { get; set; }

    /// <summary>Last day of employment.</summary>
    public DateOnly? EmploymentTo { get; set; }

    /// <summary>First day of the record's validity.</summary>
    public DateOnly? DateFrom { get; set; }

    /// <summary>Last day of the record's validity; afterwards the record is closed.</summary>
    public DateOnly? DateTo { get; set; }

    /// <summary>Last day of the trial period.</summary>
    public DateOnly? TrialTo { get; set; }

    /// <summary>The day on which notice was given.</summary>
    public DateOnly? NoticeDate { get; set; }

    /// <summary>The contact with names, birthday and phone.</summary>
    public long? ContactDbId { get; set; }

    /// <summary>The subledger with the bank account.</summary>
    public int? SubledgerDbId { get; set; }

    /// <summary>The superior's employee id.</summary>
    public int? SuperiorDbId { get; set; }

    /// <summary>
    /// References to object values by the name of their field, such as <c>employmentType</c> or <c>glObject1</c>.
    /// </summary>
    public ImmutableDictionary<string, int> Values { get; set; } = ImmutableDictionary<string, int>.Empty;

    /// <summary>Declared scalar fields that have no property of their own, by field name.</summary>
    public ImmutableDictionary<string, object> More { get; set; } = ImmutableDictionary<string, object>.Empty;

    /// <summary>The job title: an object value of the kind POSITION.</summary>
    public int? PositionValueDbId
    {
        get => Values.TryGetValue("positionValue", out var dbId) ? dbId : null;
        set => Values = value is { } dbId ? Values.SetItem("positionValue", dbId) : Values.Remove("positionValue");
    }

    internal override long Key
    {
        get => DbId;
        set => DbId = (int)value;
    }
}
