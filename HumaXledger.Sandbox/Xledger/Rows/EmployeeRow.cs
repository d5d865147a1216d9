using System.Collections.Immutable;

namespace HumaXledger.Sandbox.Xledger.Rows;

/// <summary>
/// An employee: number, display name and dates. Names, birthday and phone sit on its contact, the bank account on its
/// subledger.
/// </summary>
public sealed class EmployeeRow : Row
{
    public int DbId { get; set; }

    /// <summary>The employee number as text, leading zeros kept.</summary>
    public string? Code { get; set; }

    /// <summary>The display name.</summary>
    public string? Description { get; set; }

    public string? Email { get; set; }
    public DateOnly? EmploymentFrom { get; set; }
    public DateOnly? EmploymentTo { get; set; }
    public DateOnly? DateFrom { get; set; }
    public DateOnly? DateTo { get; set; }
    public DateOnly? TrialTo { get; set; }
    public DateOnly? NoticeDate { get; set; }
    public long? ContactDbId { get; set; }
    public int? SubledgerDbId { get; set; }
    public int? SuperiorDbId { get; set; }

    /// <summary>
    /// References to object values by the name of their field, such as <c>employmentType</c> or <c>glObject1</c>.
    /// </summary>
    public ImmutableDictionary<string, int> Values { get; set; } = ImmutableDictionary<string, int>.Empty;

    /// <summary>Declared scalar fields that have no property of their own, by field name.</summary>
    public ImmutableDictionary<string, object> More { get; set; } = ImmutableDictionary<string, object>.Empty;

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
