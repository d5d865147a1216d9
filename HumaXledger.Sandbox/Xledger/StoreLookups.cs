using HumaXledger.Sandbox.Xledger.Rows;

namespace HumaXledger.Sandbox.Xledger;

/// <summary>Finds rows by something other than their id.</summary>
internal static class StoreLookups
{
    /// <summary>The country with that ISO 3166 alpha-2 code, or null.</summary>
    public static CountryRow? Country(this XledgerStore store, string? code)
    {
        if (string.IsNullOrEmpty(code))
            return null;
        // A few dozen countries, read under the store's lock.
        foreach (var country in store.Countries.Rows)
        {
            if (string.Equals(country.Code, code, StringComparison.OrdinalIgnoreCase))
                return country;
        }

        return null;
    }

    /// <summary>The system value of a subledger type.</summary>
    public static SystemValueRow? LedgerType(this XledgerStore store, LedgerType type) =>
        store.SystemValues.Rows.FirstOrDefault(value =>
            value.Definition == SystemValueRow.LedgerTypes && value.DbSubId == (int)type + 1
        );
}
