using System.Text;

namespace HumaXledger.Tests.Cli;

/// <summary>Files of one test, deleted afterwards.</summary>
public sealed class InputFiles : IDisposable
{
    /// <summary>The person in the format's documentation.</summary>
    public const string Kari = """
        {
          "id": "a1",
          "active": true,
          "email": "kari.nordmann@example.no",
          "employmentId": "1042",
          "givenName": "Kari",
          "familyName": "Nordmann",
          "phone": "+47 912 34 567",
          "dateOfBirth": "1990-01-31",
          "bankAccount": { "number": "86011117947", "country": "NO" },
          "address": { "street": "Storgata 1", "postalCode": "0155", "city": "Oslo", "country": "NO" },
          "gender": "Female",
          "jobTitle": "Accountant",
          "employmentStart": "2020-01-01",
          "probationEnd": "2020-06-30",
          "terminationNotice": null,
          "employmentEnd": null,
          "identification": "31019012345"
        }
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("humaxledger-");

    public string Write(string name, string content) => Write(name, Encoding.UTF8.GetBytes(content));

    public string Write(string name, byte[] content)
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllBytes(path, content);
        return path;
    }

    /// <summary>A file with these persons as an array.</summary>
    public string People(string name, params string[] persons) => Write(name, $"[{string.Join(',', persons)}]");

    public string Missing => Path.Combine(_folder.FullName, "missing.json");

    public string Folder => _folder.FullName;

    public void Dispose() => _folder.Delete(recursive: true);
}
