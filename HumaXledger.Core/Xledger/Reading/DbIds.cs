using System.Globalization;
using System.Text.Json.Nodes;

namespace HumaXledger.Core.Xledger.Reading;

/// <summary>Xledger's ids of records, which are numbers in a query and texts everywhere else.</summary>
internal static class DbIds
{
    /// <summary>
    /// The ids as numbers. One that is none is left out, so that its record counts as not found, and the others are
    /// found.
    /// </summary>
    public static JsonArray Numbers(IEnumerable<string> ids)
    {
        var numbers = new JsonArray();
        foreach (var id in ids)
        {
            if (long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                numbers.Add(JsonValue.Create(number));
            }
        }

        return numbers;
    }
}
