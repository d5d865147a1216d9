using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Comparing;

namespace HumaXledger.Portal.Components.Pages.Connection.People;

/// <summary>Addresses of a person's page. Ids come from outside, and are escaped.</summary>
public static class PersonAddress
{
    /// <summary>The address of a linked person, or of one in Huma.</summary>
    public static string Of(Guid connectionId, HumaId person) =>
        Of(connectionId, new PersonRef(Side.Huma, person.Value));

    /// <summary>The address of a person.</summary>
    public static string Of(Guid connectionId, PersonRef person) => Of(connectionId, PersonRow.KeyOf(person));

    /// <summary>The address of the person whose record this is.</summary>
    public static string Of(Guid connectionId, Person record) => Of(connectionId, PersonRow.KeyOf(record));

    /// <summary>The address of the person with this key (<see cref="PersonRow.Key"/>).</summary>
    public static string Of(Guid connectionId, string key) =>
        $"/connections/{connectionId}/people/{Uri.EscapeDataString(key)}";
}
