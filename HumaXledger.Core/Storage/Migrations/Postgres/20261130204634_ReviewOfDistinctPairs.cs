using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace HumaXledger.Core.Storage.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class ReviewOfDistinctPairs : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<Guid>(
                name: "ComparisonId",
                table: "DistinctPairs",
                type: "uuid",
                nullable: true);

            DistinctPairReviews.AddTo(migrationBuilder);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "ComparisonId",
                table: "DistinctPairs");
        }
    }
}
