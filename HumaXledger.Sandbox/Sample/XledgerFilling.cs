using System.Globalization;
using HumaXledger.Sandbox.Xledger;
using HumaXledger.Sandbox.Xledger.Rows;

namespace HumaXledger.Sandbox.Sample;

/// <summary>
/// Converts the Xledger side of the sample into employees, contacts and subledgers of two entities under a group.
/// </summary>
internal sealed class XledgerFilling
{
    private static readonly DateTime Entered = new(2025, 9, 1, 8, 0, 0, DateTimeKind.Utc);
    private const long PositionKind = 41;

    private readonly XledgerEdit _edit;
    private readonly Dictionary<string, int> _positions = new(StringComparer.Ordinal);
    private readonly long _female;
    private readonly long _male;

    private XledgerFilling(XledgerEdit edit, XledgerStore store)
    {
        _edit = edit;
        _female = store.Gender(StandardValues.FemaleSubId).DbId;
        _male = store.Gender(StandardValues.MaleSubId).DbId;
    }

    /// <summary>Replaces Xledger's data by the sample and returns the owner ids of the entities.</summary>
    public static (int Group, int Norway, int Sweden) Fill(SandboxWorld world, IReadOnlyList<SamplePerson> people)
    {
        var entities = default((int Group, int Norway, int Sweden));
        world.Xledger.Reset(edit =>
        {
            var filling = new XledgerFilling(edit, world.Xledger);
            var group = filling.Entity(null, "100", "Fjellheim Gruppen AS", "100000016", "NO");
            var norway = filling.Entity(group.Entity, "101", "Fjellheim Norge AS", "100000008", "NO");
            var sweden = filling.Entity(group.Entity, "102", "Fjellheim Sverige AB", "000000-0001", "SE");
            entities = (group.Entity, norway.Entity, sweden.Entity);
            foreach (
                var token in SampleAccess.XledgerTokens(
                    world.Options.Seed,
                    group.Entity,
                    norway.Entity,
                    sweden.Entity,
                    world.Time.GetUtcNow().UtcDateTime
                )
            )
                edit.Add(token);
            foreach (var person in people)
                if (person.Xledger is { } side)
                    person.EmployeeDbId = filling.Employee(person, side, person.Swedish ? sweden : norway);
        });
        return entities;
    }

    /// <summary>Adds a newcomer to an entity. Returns the employee's dbId.</summary>
    public static int Hire(XledgerEdit edit, XledgerStore store, SamplePerson person, EntityRow entity)
    {
        var filling = new XledgerFilling(edit, store);
        foreach (var value in store.ObjectValues.All().Where(value => value.ObjectKindDbId == PositionKind))
            if (value.Description is { } title)
                filling._positions[title] = value.DbId;
        return filling.Employee(person, person.Xledger!, (entity.OwnerDbId, entity.CompanyDbId!.Value));
    }

    private (int Entity, int Company) Entity(int? parent, string code, string name, string number, string country)
    {
        var entity = _edit.Add(
            new EntityRow
            {
                ParentOwnerDbId = parent,
                Code = code,
                Description = name,
                CreatedAt = Entered,
            }
        );
        var company = _edit.Add(
            new CompanyRow
            {
                OwnerDbId = entity.OwnerDbId,
                Code = code,
                Description = name,
                CompanyNumber = number,
                CountryCode = country,
                Address =
                    country == "SE"
                        ? new AddressRow("Fjellheimsvägen 2", "411 05", "Göteborg")
                        : new AddressRow("Fjellheimveien 1", "0571", "Oslo"),
                CreatedAt = Entered,
            }
        );
        _edit.Change(entity, row => row.CompanyDbId = company.DbId);
        return (entity.OwnerDbId, company.DbId);
    }

    private int Employee(SamplePerson person, XledgerSide side, (int Entity, int Company) home)
    {
        var number = (300_001 + person.Index).ToString(CultureInfo.InvariantCulture);
        var contact = _edit.Add(
            new ContactRow
            {
                OwnerDbId = home.Entity,
                Id = "K" + number,
                Code = number,
                Name = side.Description,
                FirstName = side.FirstName,
                LastName = side.LastName,
                Birthday = side.Birthday,
                SocialSec = side.SocialSec,
                Phone = side.Phone,
                Email = side.Email,
                JobTitle = side.JobTitle,
                GenderDbId = side.Woman is { } woman
                    ? woman
                        ? _female
                        : _male
                    : null,
                CountryCode = side.Address?.Country,
                Address = Address(side.Address),
                CreatedAt = Entered,
            }
        );
        var subledger = _edit.Add(
            new SubledgerRow
            {
                OwnerDbId = home.Entity,
                Code = "9" + number,
                Description = side.SubledgerDescription,
                Email = side.SubledgerEmail,
                Phone = side.SubledgerPhone,
                BankAccount = side.BankAccount,
                CompanyDbId = home.Company,
                ContactDbId = contact.DbId,
                Address = Address(side.SubledgerAddress),
                ToDate = side.ValidTo,
                CreatedAt = Entered,
            }
        );
        var employee = _edit.Add(
            new EmployeeRow
            {
                OwnerDbId = home.Entity,
                Code = side.Code,
                Description = side.Description,
                Email = side.Email,
                EmploymentFrom = side.From,
                EmploymentTo = side.To,
                DateFrom = side.From,
                DateTo = side.ValidTo,
                TrialTo = side.Trial,
                NoticeDate = side.Notice,
                ContactDbId = contact.DbId,
                SubledgerDbId = subledger.DbId,
                PositionValueDbId = side.JobTitle is { } title ? Position(title, home.Entity) : null,
                CreatedAt = Entered,
            }
        );
        return employee.DbId;
    }

    private int Position(string title, int entity)
    {
        if (_positions.TryGetValue(title, out var known))
            return known;
        var code = (_positions.Count + 1).ToString("000", CultureInfo.InvariantCulture);
        var value = _edit.Add(
            new ObjectValueRow
            {
                OwnerDbId = entity,
                Code = code,
                Description = title,
                ObjectKindDbId = PositionKind,
                CreatedAt = Entered,
            }
        );
        return _positions[title] = value.DbId;
    }

    private static AddressRow? Address(SampleAddress? address) =>
        address is null ? null : new AddressRow(address.Street, address.PostalCode, address.Place, address.Country);
}
