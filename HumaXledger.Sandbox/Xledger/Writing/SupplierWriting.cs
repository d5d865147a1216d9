using HumaXledger.Sandbox.Xledger.Rows;

namespace HumaXledger.Sandbox.Xledger.Writing;

/// <summary>
/// Writes suppliers, which are subledgers of that type (contracts/xledger.md 4.5). The address may be flat or nested.
/// </summary>
internal sealed class SupplierWriting(XledgerRequest request)
{
    private static readonly string[] AddressParts = ["streetAddress", "zipCode", "place"];

    private readonly References _references = new(request);

    public SubledgerRow Add(Node node, XledgerEdit edit)
    {
        node.Demand("code");
        node.Demand("description");
        return Fill(node, edit, edit.Add(new SubledgerRow { OwnerDbId = request.Visibility.Own }));
    }

    public SubledgerRow Update(Node node, XledgerEdit edit) =>
        Fill(
            node,
            edit,
            MassMutation.Existing<SubledgerRow>(node, request, row => row.LedgerType == LedgerType.Supplier)
        );

    private SubledgerRow Fill(Node node, XledgerEdit edit, SubledgerRow supplier) => edit.Change(supplier, row =>
        {
            node.Reference(
                "owner",
                reference => _references.Owner(reference),
                entity => row.OwnerDbId = entity?.OwnerDbId ?? row.OwnerDbId
            );
            var owner = row.OwnerDbId;
            node.Text("code", value => row.Code = value);
            node.Text("description", value => row.Description = value);
            node.Text("email", value => row.Email = value);
            node.Text("phone", value => row.Phone = value);
            node.Text("bankAccount", value => row.BankAccount = value);
            node.Text("taxNumber", value => row.TaxNo = value);
            node.Date("fromDate", value => row.FromDate = value);
            node.Date("toDate", value => row.ToDate = value);
            node.Text("phoneNumber2", value => More("phone2", value));
            node.Each(["paymentNotification", "payDocText"], More);
            node.Reference(
                "company",
                reference => _references.Company("company", reference, owner),
                company => row.CompanyDbId = company?.DbId
            );
            foreach (var field in new[] { "payMethod", "payTerms", "subledgerGroup" })
                node.Reference(field, reference => _references.ObjectValue(field, reference, owner), _ => { });
            foreach (var field in new[] { "currency", "language", "bank" })
                node.Reference(field, reference => References.None(field, reference, owner), _ => { });

            var country = Country("country", owner);
            var second = Country("country2", owner);
            row.Address = AddressWriting.Apply(
                row.Address,
                node.Input.Get<InputObject>("address") ?? Flat(""),
                country,
                request
            );
            row.BillAddress = AddressWriting.Apply(
                row.BillAddress,
                node.Input.Get<InputObject>("billAddress") ?? Flat("2"),
                second,
                request
            );
            row.ShipAddress = AddressWriting.Apply(
                row.ShipAddress,
                node.Input.Get<InputObject>("shipAddress"),
                null,
                request
            );

            void More(string field, object? value) =>
                row.More = value is null ? row.More.Remove(field) : row.More.SetItem(field, value);

            string? Country(string field, int ofOwner)
            {
                string? code = null;
                node.Reference(
                    field,
                    reference => _references.Country(field, reference, ofOwner),
                    found => code = found?.Code
                );
                return code;
            }

            InputObject? Flat(string suffix)
            {
                var address = new InputObject();
                foreach (var part in AddressParts.Where(part => node.Input.Has(part + suffix)))
                    address.Add(part, node.Input[part + suffix]);
                return address.Any() ? address : null;
            }
        });
}
