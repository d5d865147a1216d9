using HumaXledger.Core.Storage.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HumaXledger.Core.Storage.Mapping;

internal sealed class NodeMapping : IEntityTypeConfiguration<NodeRecord>
{
    /// <inheritdoc />
    public void Configure(EntityTypeBuilder<NodeRecord> node)
    {
        node.ToTable("Nodes");
        node.Property(row => row.Certificates)
            .HasConversion(new JsonConverter<IReadOnlyList<string>>(), new JsonComparer<IReadOnlyList<string>>());
        node.Property(row => row.Settings)
            .HasConversion(
                new JsonConverter<IReadOnlyDictionary<string, string>>(),
                new JsonComparer<IReadOnlyDictionary<string, string>>()
            );
    }
}
