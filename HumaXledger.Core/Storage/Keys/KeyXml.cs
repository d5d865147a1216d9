using System.Xml;
using System.Xml.Linq;

namespace HumaXledger.Core.Storage.Keys;

/// <summary>Reads rows of the key ring that may be anybody's: no definitions of types.</summary>
internal static class KeyXml
{
    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
    };

    /// <returns>Null where it is no XML.</returns>
    public static XElement? Read(StoredKey row)
    {
        try
        {
            using var reader = XmlReader.Create(new StringReader(row.Xml), Settings);
            return XElement.Load(reader);
        }
        catch (XmlException)
        {
            return null;
        }
    }
}
